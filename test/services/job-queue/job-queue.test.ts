import { expect, onTestFinished, test } from 'vitest';
import { throwIfCancelled } from '../../../src-main/base/errors.js';
import type { JobContext } from '../../../src-main/base/progress.js';
import { type JobName, jobKinds } from '../../../src-main/contract/jobs.js';
import { JobQueue, type JobRunners } from '../../../src-main/services/job-queue/job-queue.js';
import { JobStore } from '../../../src-main/services/job-queue/job-store.js';
import { temporaryFolder } from '../../e2e/cli-process.js';

type Work = (context: JobContext, resuming: boolean) => Promise<unknown>;

function queueOf(work: Work, folder = temporaryFolder()) {
  const runners = Object.fromEntries(
    jobKinds.map(kind => [
      kind,
      (_: unknown, context: JobContext, resuming: boolean) => work(context, resuming),
    ]),
  ) as unknown as JobRunners;
  const store = new JobStore(folder);
  const queue = new JobQueue(store, runners);
  onTestFinished(async () => {
    await queue.close();
    // What runs ends after its signal, and is written once more.
    await new Promise(resolve => setTimeout(resolve, 0));
    await store.settled();
  });
  return { queue, store, folder };
}

const ask = (kind: JobName, title: string) => ({ kind, title, params: {} });
const untilCancelled: Work = async ({ signal }) => {
  await new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));
  throwIfCancelled(signal);
};
const states = (queue: JobQueue) => queue.records.map(({ title, status }) => [title, status]);

test('jobs run one after the other, in the order asked', async () => {
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
  await queue.close();
});

test('a job that waits is cancelled at once, and a failed one says why', async () => {
  let fail = (_: Error) => {};
  const { queue } = queueOf(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  queue.enqueue(ask('train', 'first'));
  const waiting = queue.enqueue(ask('train', 'second'));
  queue.cancel(waiting.id);
  await expect(waiting.result).rejects.toMatchObject({ code: 'CANCELLED' });
  fail(new Error('out of luck'));
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(states(queue)).toEqual([
    ['first', 'failed'],
    ['second', 'cancelled'],
  ]);
  expect(queue.records[0]?.error?.message).toBe('out of luck');
});
