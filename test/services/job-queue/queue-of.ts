import { afterEach } from 'vitest';
import { throwIfCancelled } from '../../../src-main/base/errors.js';
import type { JobContext } from '../../../src-main/base/progress.js';
import type { JobName } from '../../../src-main/contract/jobs.js';
import type { JobRunners } from '../../../src-main/services/job-queue/job-entry.js';
import { JobQueue } from '../../../src-main/services/job-queue/job-queue.js';
import { JobStore } from '../../../src-main/services/job-queue/job-store.js';
import { temporaryFolder } from '../../e2e/cli-process.js';

export type Work = (context: JobContext, resuming: boolean) => Promise<unknown>;

const opened: JobQueue[] = [];
afterEach(async () => {
  for (const queue of opened.splice(0)) await queue.close();
});

/** A queue whose jobs of every kind do `work`; it is closed when the test ends. */
export function queueOf(work: Work, folder = temporaryFolder(), now?: () => number) {
  return queueWith(runnersOf(work), folder, now);
}

/** Jobs of every kind do the same. */
export function runnersOf(work: Work): JobRunners {
  const run: JobRunners[JobName] = (_, context, resuming) => work(context, resuming);
  return {
    import: run,
    world: run,
    profile: run,
    train: run,
    simulate: run,
    evaluate: run,
    index: run,
    project: run,
    export: run,
  };
}

export function queueWith(runners: JobRunners, folder = temporaryFolder(), now?: () => number) {
  const store = new JobStore(folder);
  const queue = new JobQueue(store, runners, now);
  opened.push(queue);
  return { queue, store, folder };
}

export const ask = (kind: JobName, title: string, params = {}) => ({ kind, title, params });

export const untilCancelled: Work = async ({ signal }) => {
  await new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));
  throwIfCancelled(signal);
};

export const states = (queue: JobQueue) =>
  queue.records.map(({ title, status }) => [title, status]);
