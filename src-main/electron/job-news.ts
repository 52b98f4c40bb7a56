import type { JobRecord } from '../contract/jobs.js';

/** A job that ran this long ended while its user may have been elsewhere. */
const LONG_MS = 20_000;

export interface JobNews {
  readonly title: string;
  readonly body: string;
}

/** What is worth telling someone who looks elsewhere: long jobs that ended between two states of the queue. */
export function jobNews(before: readonly JobRecord[], after: readonly JobRecord[]): JobNews[] {
  const wasUnderWay = new Set(before.filter(isUnderWay).map(({ id }) => id));
  return after.flatMap(job => {
    const { id, status, title, startedAtMs, endedAtMs, error } = job;
    if (!wasUnderWay.has(id) || startedAtMs === undefined || endedAtMs === undefined) return [];
    if (endedAtMs - startedAtMs < LONG_MS) return [];
    if (status === 'done') return [{ title: 'Done', body: title }];
    if (status === 'failed')
      return [{ title: 'Failed', body: error ? `${title}: ${error.message}` : title }];
    return [];
  });
}

/** Jobs that closing the engine would interrupt. */
export function isUnderWay({ status }: JobRecord): boolean {
  return status === 'running' || status === 'queued';
}
