import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { badInput, type StudioError } from '../../src-main/base/errors.js';
import type { JobContext, Progress } from '../../src-main/base/progress.js';
import { JobInterrupted, runInComputeProcess } from '../../src-main/services/job-process.js';
import { toPlainError } from '../../src-main/services/job-protocol.js';

const hostPath = join(import.meta.dirname, 'hosts/scripted-host.mjs');

/** Runs a job whose process follows the script; kind and result are whatever the script sends. */
function follow(
  acts: readonly object[],
  context: JobContext = {},
  onStarted?: (child: { kill(signal: NodeJS.Signals): boolean }) => void,
): Promise<unknown> {
  return runInComputeProcess('devices', { acts } as never, context, {
    hostPath,
    ...(onStarted ? { onStarted } : {}),
  });
}

async function failureOf(promise: Promise<unknown>): Promise<StudioError> {
  return promise.then(
    () => expect.unreachable('the job should have failed'),
    (error: StudioError) => error,
  );
}

describe('a job in a process of its own', () => {
  it('gives back its result with typed arrays as they were', async () => {
    const result = await follow([
      { send: { type: 'done', result: { at: new Float32Array([1, 0.5]), n: 2 } } },
    ]);
    expect(result).toEqual({ at: new Float32Array([1, 0.5]), n: 2 });
  });

  it('passes on progress and notes in order', async () => {
    const progress: Progress = { stage: 'training', done: 1, total: 2, unit: 'steps' };
    const seen: unknown[] = [];
    await follow(
      [
        { send: { type: 'note', line: 'took the cpu' } },
        { send: { type: 'progress', progress } },
        { send: { type: 'done', result: null } },
      ],
      { onProgress: p => seen.push(p), onNote: line => seen.push(line) },
    );
    expect(seen).toEqual(['took the cpu', progress]);
  });

  it('fails with the error of the job: code, place and remedy cross the border', async () => {
    const error = badInput('"abc" is no number.', { where: 'a.csv:3', remedy: 'Write a number.' });
    const failure = await failureOf(
      follow([{ send: { type: 'failed', error: toPlainError(error) } }]),
    );
    expect(failure.code).toBe('BAD_INPUT');
    expect(failure.describe()).toBe('a.csv:3: "abc" is no number. Write a number.');
    expect(failure.stack).toContain('job-process.test');
  });

  it('is told to stop when its signal fires, and fails as cancelled', async () => {
    const cancelling = new AbortController();
    const running = follow(
      [
        { send: { type: 'note', line: 'ready' } },
        { untilCancelled: true },
        { send: { type: 'failed', error: { code: 'CANCELLED', message: 'Stopped at step 3.' } } },
      ],
      { signal: cancelling.signal, onNote: () => cancelling.abort() },
    );
    const failure = await failureOf(running);
    expect([failure.code, failure.message]).toEqual(['CANCELLED', 'Stopped at step 3.']);
  });

  it('does not start at all when its signal has fired before', async () => {
    const failure = await failureOf(follow([{ forever: true }], { signal: AbortSignal.abort() }));
    expect(failure.code).toBe('CANCELLED');
  });
});

describe('a compute process that dies', () => {
  it('of SIGKILL is reported as interrupted, with the likely reason', async () => {
    const failure = await failureOf(
      follow([{ send: { type: 'note', line: 'ready' } }, { forever: true }], {}, child => {
        setTimeout(() => child.kill('SIGKILL'), 100);
      }),
    );
    expect(failure).toBeInstanceOf(JobInterrupted);
    expect(failure.message).toContain('killed (SIGKILL)');
    expect(failure.message).toContain('memory');
  });

  it('of a native abort is reported with its last words', async () => {
    const failure = await failureOf(
      follow([
        { print: 'libtorch: Check failed: nnodes == 3' },
        { kill: 'SIGABRT' },
        { forever: true },
      ]),
    );
    expect(failure).toBeInstanceOf(JobInterrupted);
    expect(failure.message).toContain('SIGABRT');
    expect((failure as JobInterrupted).lastOutput).toContain('Check failed: nnodes == 3');
  });

  it('by leaving without a word is reported with its exit code', async () => {
    const failure = await failureOf(follow([{ exit: 7 }]));
    expect(failure).toBeInstanceOf(JobInterrupted);
    expect(failure.message).toContain('exit code 7');
  });
});
