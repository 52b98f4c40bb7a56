import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServing, type Serving } from '../../src-main/services/serving/serving.js';
import { temporaryFolder } from './cli-process.js';
import { cadences, codeOf, place, serveTinyRun } from './served-run.js';
import { makeTinyWorld, trainTiny } from './tiny-run.js';

const workspace = join(temporaryFolder(), 'workspace');
let serving: Serving;
let user: string;
let trainedMs: number;
let children: readonly ChildProcess[];

beforeAll(async () => {
  ({ serving, user, trainedMs, children } = await serveTinyRun(workspace));
}, 180_000);
afterAll(() => serving?.stop());

describe('the life of a serving process', () => {
  it('fails as the product fails everywhere, and goes on', async () => {
    expect(await codeOf(serving.userTimeline({ run: 'serve', user }))).toBe('NOT_FOUND');
    expect(await codeOf(serving.userTimeline({ ...place, user: 'nobody' }))).toBe('NOT_FOUND');
    const moment = { ...place, user, atMs: Number.NaN, cadences };
    expect(await codeOf(serving.momentOf(moment))).toBe('BAD_INPUT');
    expect(await codeOf(serving.momentOf({ ...moment, atMs: 0, cadences: 'soon' }))).toBe(
      'BAD_INPUT',
    );
    expect(children.length).toBe(1);
  });

  it('answers the newest question of a channel and cancels the older ones', async () => {
    const ask = (hour: number) =>
      codeOf(
        serving.retrieveAt(
          { ...place, user, atMs: trainedMs + hour * 3_600_000, cadences, k: 10 },
          { channel: 'window 1 retrieve' },
        ),
      );
    const codes = await Promise.all(Array.from({ length: 30 }, (_, hour) => ask(hour)));
    expect(codes.at(-1)).toBe('answered');
    expect(codes.slice(0, -1).filter(code => code === 'CANCELLED').length).toBeGreaterThan(20);
    const cancelling = new AbortController();
    const cancelled = codeOf(
      serving.momentOf({ ...place, user, atMs: 0, cadences }, { signal: cancelling.signal }),
    );
    cancelling.abort();
    expect(['CANCELLED', 'answered']).toContain(await cancelled);
  });

  it('says of a run without a final model why it cannot answer, and what to do', async () => {
    await trainTiny(workspace, 'chosen', '--set', 'refit=false');
    const asked = serving.users({ place: { run: 'chosen' }, offset: 0, limit: 1 });
    await expect(asked).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('without refit'),
      remedy: expect.stringContaining('refit: true'),
    });
  }, 60_000);

  it('refuses a run whose data set was replaced or deleted since it was opened', async () => {
    const changing = join(temporaryFolder(), 'changing');
    await cp(workspace, changing, { recursive: true });
    const own = createServing(changing, { device: 'cpu' });
    const question = { ...place, user, atMs: trainedMs, cadences, k: 5 };
    await own.retrieveAt(question);
    const data = join(changing, 'data');
    await rm(data, { recursive: true });
    await makeTinyWorld(changing, '--seed', '2');
    await expect(own.retrieveAt(question)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'data set "world" has changed since "served" was trained on it.',
      remedy: expect.stringContaining('Train a new run'),
    });
    // As it was, it answers again.
    await rm(data, { recursive: true });
    await cp(join(workspace, 'data'), data, { recursive: true });
    expect((await own.retrieveAt(question)).columns.length).toBe(3);
    await rm(data, { recursive: true });
    expect(await codeOf(own.retrieveAt(question))).toBe('NOT_FOUND');
    own.stop();
  }, 60_000);

  it('gives its memory back when idle, and answers again', async () => {
    const started: ChildProcess[] = [];
    const brief = createServing(workspace, {
      device: 'cpu',
      idleMs: 20,
      onStarted: child => started.push(child),
    });
    const question = { place: { dataset: 'world' }, offset: 0, limit: 5 };
    const answer = await brief.users(question);
    await once(started[0]!, 'exit');
    expect(await brief.users(question)).toEqual(answer);
    expect(started.length).toBe(2);
    brief.stop();
  });

  it('keeps the pin embeddings of a checkpoint for the next process', async () => {
    const files = await readdir(join(workspace, 'runs', 'served', 'results'));
    expect(files.filter(file => file.startsWith('pin-embeddings-final-')).length).toBe(1);
  });

  it('a killed process fails what it was asked, and the next question starts another', async () => {
    const before = children.length;
    const question = { ...place, user, atMs: trainedMs, cadences, k: 5 };
    const answer = await serving.retrieveAt(question);
    const asked = codeOf(
      serving.nearUsers({ ...place, user: 'nobody-yet', atMs: trainedMs, k: 3 }),
    );
    children.at(-1)?.kill('SIGKILL');
    expect(await asked).toBe('UNAVAILABLE');
    expect((await serving.retrieveAt(question)).columns).toEqual(answer.columns);
    expect(children.length).toBe(before + 1);
  });
});
