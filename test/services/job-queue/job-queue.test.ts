import { expect, test } from 'vitest';
import type { JobProgress } from '../../../src-main/contract/jobs.js';
import { ask, queueOf, states, untilCancelled } from './queue-of.js';

test('heavy jobs run one after the other, in the order asked', async () => {
  const running: number[] = [];
  let now = 0;
  const { queue } = queueOf(async () => {
    running.push(++now);
    await new Promise(resolve => setTimeout(resolve, 5));
    now--;
    return 'result';
  });
  const jobs = ['a', 'b', 'c'].map(title => queue.enqueue(ask('train', title)));
  expect(await Promise.all(jobs.map(({ result }) => result))).toEqual([
    'result',
    'result',
    'result',
  ]);
  expect(running).toEqual([1, 1, 1]);
});

test('a profile and a map by principal axes do not wait behind a training, UMAP does', async () => {
  const { queue } = queueOf(untilCancelled);
  queue.enqueue(ask('train', 'long'));
  queue.enqueue(ask('project', 'pca', { method: 'pca' }));
  queue.enqueue(ask('profile', 'profile'));
  queue.enqueue(ask('project', 'umap', { method: 'umap' }));
  expect(states(queue)).toEqual([
    ['long', 'running'],
    ['pca', 'running'],
    ['profile', 'queued'],
    ['umap', 'queued'],
  ]);
  // Each is the next of its own lane.
  expect(queue.records.map(({ place }) => place)).toEqual([undefined, undefined, 1, 1]);
});

test('a running job is paused with a way to go on, and goes on as a resumption', async () => {
  const resumptions: boolean[] = [];
  const { queue } = queueOf((context, resuming) => {
    resumptions.push(resuming);
    return resuming ? Promise.resolve('whole') : untilCancelled(context, resuming);
  });
  const { id, result } = queue.enqueue(ask('train', 'a'));
  queue.pause(id);
  await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(queue.records[0]).toMatchObject({ status: 'paused', resumable: true });
  expect(await queue.resume(id).result).toBe('whole');
  expect(resumptions).toEqual([false, true]);
});

test('a waiting job that is paused ends its promise, and begins when it is resumed', async () => {
  const resumptions: boolean[] = [];
  const { queue } = queueOf((context, resuming) => {
    resumptions.push(resuming);
    return resumptions.length === 1 ? untilCancelled(context, resuming) : Promise.resolve('whole');
  });
  const first = queue.enqueue(ask('train', 'first'));
  const { id, result } = queue.enqueue(ask('index', 'second'));
  queue.pause(id);
  await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(queue.records[1]).toMatchObject({ status: 'paused', resumable: true });
  const again = queue.resume(id);
  queue.cancel(first.id);
  expect(await again.result).toBe('whole');
  expect(resumptions).toEqual([false, false]);
});

test('cancelling a job that is being paused cancels it', async () => {
  const { queue } = queueOf(untilCancelled);
  const { id, result } = queue.enqueue(ask('index', 'a'));
  queue.pause(id);
  queue.cancel(id);
  await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(queue.records[0]).toMatchObject({ status: 'cancelled', resumable: false });
});

test('a job that is done cannot be resumed, and says what to do', async () => {
  const { queue } = queueOf(() => Promise.resolve(1));
  const { id, result } = queue.enqueue(ask('train', 'train a'));
  await result;
  expect(() => queue.resume(id)).toThrow(
    expect.objectContaining({
      code: 'CONFLICT',
      message: '"train a" is done.',
      remedy: expect.stringContaining('Run the cell'),
    }),
  );
});

test('while it runs, only what can go on may be paused', () => {
  for (const [kind, resumable] of [
    ['train', true],
    ['index', false],
  ] as const) {
    const { queue } = queueOf(untilCancelled);
    queue.enqueue(ask(kind, 'a'));
    expect(queue.records[0]).toMatchObject({ status: 'running', resumable });
  }
});

test('what was under way when the engine ended comes back as interrupted', async () => {
  const { queue, store, folder } = queueOf(untilCancelled);
  queue.enqueue(ask('train', 'runs'));
  queue.enqueue(ask('index', 'waits'));
  await store.settled();
  const { queue: next } = queueOf(() => Promise.resolve(1), folder);
  await next.open();
  expect(states(next)).toEqual([
    ['runs', 'interrupted'],
    ['waits', 'interrupted'],
  ]);
});

test('what broke off is not offered once another job has made the same', async () => {
  const { queue, store, folder } = queueOf(untilCancelled);
  queue.enqueue(ask('train', 'broke off', { run: 'a', preset: 'tiny' }));
  queue.enqueue(ask('train', 'another run', { run: 'b', preset: 'tiny' }));
  queue.enqueue(ask('index', 'same question', { run: 'a' }));
  await store.settled();
  const { queue: next } = queueOf(() => Promise.resolve(1), folder);
  await next.open();
  await next.enqueue(ask('train', 'went on', { run: 'a', resume: true })).result;
  await next.enqueue(ask('index', 'other question', { run: 'b' })).result;
  expect(states(next)).toEqual([
    ['another run', 'interrupted'],
    ['same question', 'interrupted'],
    ['went on', 'done'],
    ['other question', 'done'],
  ]);
});

test('a cancelled training has nothing to go on with once its run is trained', async () => {
  const { queue } = queueOf((context, resuming) =>
    queue.records.length > 1 ? Promise.resolve(1) : untilCancelled(context, resuming),
  );
  const first = queue.enqueue(ask('train', 'first', { run: 'a' }));
  queue.cancel(first.id);
  await expect(first.result).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(queue.records[0]?.resumable).toBe(true);
  await queue.enqueue(ask('train', 'again', { run: 'a', resume: true })).result;
  expect(queue.records[0]).toMatchObject({ status: 'cancelled', resumable: false });
});

test('closing waits until what runs has stopped and is on disk, and leaves no promise open', async () => {
  const order: string[] = [];
  const { queue, folder } = queueOf(async (context, resuming) => {
    await untilCancelled(context, resuming).catch(async error => {
      await new Promise(resolve => setTimeout(resolve, 20));
      order.push('stopped');
      throw error;
    });
  });
  const runs = queue.enqueue(ask('train', 'runs'));
  const waits = queue.enqueue(ask('index', 'waits'));
  await queue.close();
  order.push('closed');
  expect(order).toEqual(['stopped', 'closed']);
  await expect(runs.result).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(waits.result).rejects.toMatchObject({ code: 'CANCELLED' });
  const { queue: next } = queueOf(untilCancelled, folder);
  await next.open();
  expect(next.records.map(({ status, resumable }) => [status, resumable])).toEqual([
    ['interrupted', true],
    ['interrupted', true],
  ]);
  expect(() => queue.enqueue(ask('train', 'late'))).toThrow('is closed');
});

test('closing does not wait for ever for a job that does not heed its signal', async () => {
  let finish = (_: unknown) => {};
  const { queue, folder } = queueOf(
    () =>
      new Promise(resolve => {
        finish = resolve;
      }),
  );
  const { result } = queue.enqueue(ask('train', 'deaf'));
  await queue.close(5);
  await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  finish('too late');
  const { queue: next } = queueOf(untilCancelled, folder);
  await next.open();
  expect(states(next)).toEqual([['deaf', 'interrupted']]);
});

test('a job that waits is cancelled at once, and a failed one says why', async () => {
  let fail = (_: Error) => {};
  const { queue } = queueOf(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  const first = queue.enqueue(ask('train', 'first'));
  const waiting = queue.enqueue(ask('train', 'second'));
  queue.cancel(waiting.id);
  await expect(waiting.result).rejects.toMatchObject({ code: 'CANCELLED' });
  fail(new Error('out of luck'));
  await expect(first.result).rejects.toThrow('out of luck');
  expect(states(queue)).toEqual([
    ['first', 'failed'],
    ['second', 'cancelled'],
  ]);
  expect(queue.records[0]?.error?.message).toBe('out of luck');
});

test('the time left of a resumed job counts only what was done since', async () => {
  let now = 0;
  const shown: (JobProgress | undefined)[] = [];
  const { queue } = queueOf(
    async (context, resuming) => {
      const tell = (done: number, atMs: number) => {
        now = atMs;
        context.onProgress?.({ stage: 'training', done, total: 100, unit: 'steps' });
        shown.push(queue.records[0]?.progress);
      };
      if (resuming) {
        // An hour later it stands at 50, and 10 steps take 5 s: 40 more take 20 s.
        tell(50, 3_600_000);
        tell(60, 3_605_000);
        return null;
      }
      tell(0, 1000);
      tell(50, 2000);
      return untilCancelled(context, resuming);
    },
    undefined,
    () => now,
  );
  const { id, result } = queue.enqueue(ask('train', 'a'));
  queue.pause(id);
  await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  await queue.resume(id).result;
  expect(shown.map(progress => progress?.secondsLeft)).toEqual([undefined, 1, undefined, 20]);
});
