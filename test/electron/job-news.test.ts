import { expect, test } from 'vitest';
import type { JobRecord, JobStatus } from '../../src-main/contract/jobs.js';
import { isUnderWay, jobNews } from '../../src-main/electron/job-news.js';

function job(status: JobStatus, ranMs?: number, more: Partial<JobRecord> = {}): JobRecord {
  return {
    id: 'job-1',
    kind: 'train',
    title: 'train dense-1 on gowalla',
    status,
    resumable: false,
    createdAtMs: 0,
    startedAtMs: 1000,
    ...(ranMs === undefined ? {} : { endedAtMs: 1000 + ranMs }),
    ...more,
  };
}

test('a long job that ended is news, done or failed', () => {
  const before = [job('running')];
  expect(jobNews(before, [job('done', 30_000)])).toEqual([
    { title: 'Done', body: 'train dense-1 on gowalla' },
  ]);
  const error = { code: 'UNAVAILABLE', message: 'the compute process was killed.' };
  expect(jobNews(before, [job('failed', 30_000, { error })])).toEqual([
    { title: 'Failed', body: 'train dense-1 on gowalla: the compute process was killed.' },
  ]);
});

test('a short job, one that was cancelled, and one that had ended before are no news', () => {
  const before = [job('running')];
  expect(jobNews(before, [job('done', 3000)])).toEqual([]);
  expect(jobNews(before, [job('cancelled', 30_000)])).toEqual([]);
  expect(jobNews(before, [job('running')])).toEqual([]);
  expect(jobNews([job('done', 30_000)], [job('done', 30_000)])).toEqual([]);
  expect(jobNews([], [job('done', 30_000)])).toEqual([]);
});

test('running and queued jobs would be interrupted, others not', () => {
  const statuses: JobStatus[] = ['queued', 'running', 'paused', 'done', 'interrupted'];
  expect(statuses.filter(status => isUnderWay(job(status)))).toEqual(['queued', 'running']);
});
