import type { Engine } from '../engine.js';
import type { JobRequest } from '../job-queue/job-entry.js';
import type { JobQueue } from '../job-queue/job-queue.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { jobFor } from './broken-off.js';

/** What the cells of a notebook compute with. */
export interface CellServices {
  readonly engine: Engine;
  readonly queue: JobQueue;
}

/**
 * Runs a job of the queue for a cell: its progress is the cell's, cancelling the cell cancels it. A job for
 * the same output of this cell that is under way, or goes on after a pause or a break, is waited for
 * instead of a second one beside it.
 */
export async function queued<T>(
  { queue }: CellServices,
  request: JobRequest,
  { signal, onProgress, cell }: ExecuteContext,
): Promise<T> {
  const left = jobFor(queue, cell);
  const { id, result } = left ? queue.resume(left.id) : queue.enqueue({ ...request, cell });
  const cancel = () => queue.cancel(id);
  signal.addEventListener('abort', cancel, { once: true });
  const stop = queue.feed(jobs => {
    const progress = jobs.find(job => job.id === id)?.progress;
    if (progress) onProgress(progress);
  });
  try {
    // The queue's runner of this kind gives the job's result, which its caller knows.
    return (await result) as T;
  } finally {
    stop();
    signal.removeEventListener('abort', cancel);
  }
}
