import { type ChildProcess, fork } from 'node:child_process';
import { entryPath } from '../base/entries.js';
import { StudioError } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { type FromHost, fromPlainError, type ToHost } from './job-protocol.js';
import type { JobKind, JobParams, JobResult } from './jobs/registry.js';
import { describeDeath, keepLastOutput } from './process-death.js';

/** A job whose compute process died under it. Its checkpoints stand; `remedy` says how to go on. */
export class JobInterrupted extends StudioError {
  readonly exitSignal: NodeJS.Signals | undefined;
  /** The last lines that the process wrote, for --verbose. */
  readonly lastOutput: string;

  constructor(message: string, exitSignal: NodeJS.Signals | undefined, lastOutput: string) {
    super('UNAVAILABLE', message, {
      remedy: 'Nothing that was written is lost; run it again.',
    });
    this.name = 'JobInterrupted';
    this.exitSignal = exitSignal;
    this.lastOutput = lastOutput;
  }
}

export interface JobProcessOptions {
  /** The program to fork; the built job-host by default, another one in tests. */
  readonly hostPath?: string;
  /** Told once the process is there, so that a shell can kill it hard. */
  readonly onStarted?: (child: ChildProcess) => void;
}

/**
 * Runs one job in a compute process of its own and passes on its progress. The caller's thread only
 * relays. Aborting `context.signal` cancels the job between two steps: it then fails as CANCELLED.
 * A process that dies (native abort, out of memory, SIGKILL) makes it fail as JobInterrupted.
 */
export async function runInComputeProcess<K extends JobKind>(
  kind: K,
  params: JobParams<K>,
  context: JobContext,
  options: JobProcessOptions = {},
): Promise<JobResult<K>> {
  if (context.signal?.aborted) throw new StudioError('CANCELLED', 'The job was cancelled.');
  const child = fork(options.hostPath ?? entryPath('job-host'), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
  });
  options.onStarted?.(child);
  const lastOutput = keepLastOutput(child);
  const send = (message: ToHost) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const cancel = () => send({ type: 'cancel' });
  context.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const answer = waitForAnswer(child, context, lastOutput);
    send({ type: 'start', kind, params });
    // The host runs the job named `kind`, whose result type the registry states.
    return (await answer) as JobResult<K>;
  } finally {
    context.signal?.removeEventListener('abort', cancel);
  }
}

/** Resolves once the process has ended as well, so that its locks and files are free again. */
function waitForAnswer(
  child: ChildProcess,
  context: JobContext,
  lastOutput: () => string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let answer: Extract<FromHost, { type: 'done' | 'failed' }> | undefined;
    child.on('message', (message: FromHost) => {
      if (message.type === 'progress') context.onProgress?.(message.progress);
      else if (message.type === 'note') context.onNote?.(message.line);
      else answer = message;
    });
    child.once('error', error => {
      reject(
        new StudioError(
          'UNAVAILABLE',
          `the compute process could not be started: ${error.message}.`,
          {
            remedy: 'Check that Node may start processes here.',
            cause: error,
          },
        ),
      );
    });
    child.once('close', (code, signal) => {
      if (answer?.type === 'done') resolve(answer.result);
      else if (answer) reject(fromPlainError(answer.error));
      else
        reject(
          new JobInterrupted(
            `the compute process ${describeDeath(code, signal)}.`,
            signal ?? undefined,
            lastOutput(),
          ),
        );
    });
  });
}
