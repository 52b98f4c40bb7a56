import { isDeepStrictEqual } from 'node:util';
import type { JobContext } from '../../base/progress.js';
import type { JobName, JobRecord } from '../../contract/jobs.js';
import { JobLog } from './job-log.js';
import { goesOn } from './job-outcome.js';
import { StageRate } from './stage-rate.js';

export type Params = Readonly<Record<string, unknown>>;

/** What a job of each kind does; `resuming` is true when it goes on after a pause or interruption. */
export type JobRunners = Readonly<
  Record<JobName, (params: Params, context: JobContext, resuming: boolean) => Promise<unknown>>
>;

export interface JobRequest {
  readonly kind: JobName;
  readonly title: string;
  readonly params: Params;
  readonly cell?: JobRecord['cell'];
}

export interface StartedJob {
  readonly id: string;
  /** The job's result; rejects with its failure, as CANCELLED also when it is paused. */
  readonly result: Promise<unknown>;
}

/** A job in the queue's hands, and who waits for what becomes of it. */
export class JobEntry {
  record: JobRecord;
  readonly params: Params;
  readonly log: JobLog;
  readonly rate = new StageRate();
  resuming: boolean;
  pausing = false;
  cancelling = new AbortController();
  /** Settled when the job's runner has come back. */
  ended: Promise<void> = Promise.resolve();
  #waiting: { resolve: (value: unknown) => void; reject: (error: unknown) => void }[] = [];

  constructor(record: JobRecord, params: Params, now: () => number) {
    this.record = record;
    this.params = params;
    this.log = new JobLog(now);
    this.resuming = record.startedAtMs !== undefined;
  }

  /** Settled by the next `settle`. */
  result(): Promise<unknown> {
    const result = new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    // Whoever started it may have gone; the record tells of the failure.
    result.catch(() => undefined);
    return result;
  }

  settle(error: unknown, result?: unknown): void {
    for (const { resolve, reject } of this.#waiting.splice(0))
      if (error === undefined) resolve(result);
      else reject(error);
  }

  /** Ready to run once more. */
  requeue(): void {
    this.resuming = this.record.startedAtMs !== undefined;
    this.pausing = false;
    this.cancelling = new AbortController();
    const { error: _, endedAtMs: __, progress: ___, ...kept } = this.record;
    this.record = { ...kept, status: 'queued', resumable: goesOn(kept.kind) };
  }
}

/** Whether two jobs have the same result: trainings of one run, whether begun or gone on with, or the very same question. */
export function makesTheSame(a: JobEntry, b: JobEntry): boolean {
  if (a.record.kind !== b.record.kind) return false;
  if (a.record.kind === 'train' && a.params.run !== undefined) return a.params.run === b.params.run;
  return isDeepStrictEqual(a.params, b.params);
}
