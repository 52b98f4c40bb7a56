import { StudioError } from '../../base/errors.js';
import type { JobName, JobRecord } from '../../contract/jobs.js';
import { toPlainError } from '../../rpc/errors.js';
import { JobInterrupted } from '../job-process.js';

/** How a job ended: what of its record follows from the error that it ended with, if any. */
export function outcomeOf(
  error: unknown,
  { kind, pausing, closing }: { kind: JobName; pausing: boolean; closing: boolean },
): Pick<JobRecord, 'status' | 'resumable' | 'error'> {
  if (error === undefined) return { status: 'done', resumable: false };
  const plain = toPlainError(error);
  const stopped = plain.code === 'CANCELLED';
  if (error instanceof JobInterrupted || (stopped && closing))
    return { status: 'interrupted', resumable: true, ...(stopped ? {} : { error: plain }) };
  if (!stopped) return { status: 'failed', resumable: false, error: plain };
  return pausing
    ? { status: 'paused', resumable: true }
    : { status: 'cancelled', resumable: goesOn(kind) };
}

/** Why the promise of a job that waited ends, when it is taken out of the queue. */
export function notBegun(what: 'Cancelled' | 'Paused' | 'The engine was closed'): StudioError {
  return new StudioError('CANCELLED', `${what} before it began; nothing was changed.`);
}

/** Whether a job that was stopped goes on from a checkpoint; the others begin again. */
export function goesOn(kind: JobName): boolean {
  return kind === 'train';
}
