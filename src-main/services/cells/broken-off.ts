import type { JobRecord } from '../../contract/jobs.js';
import type { CellState } from '../../contract/notebook.js';
import { goesOn as kindGoesOn } from '../job-queue/job-outcome.js';
import type { JobQueue } from '../job-queue/job-queue.js';
import type { AskingCell } from '../notebooks/execute.js';

/** The job for this output of a cell that is under way, or can go on after a pause or a break. */
export function jobFor(queue: JobQueue, asking: AskingCell): JobRecord | undefined {
  return queue.records.find(
    ({ cell, status, resumable }) =>
      (resumable || status === 'queued' || status === 'running') &&
      cell?.notebook === asking.notebook &&
      cell.name === asking.name &&
      cell.key === asking.key,
  );
}

/** The state of a cell whose job was broken off or paused, also by an engine before this one; else undefined. */
export function brokenOff(queue: JobQueue, cell: AskingCell): CellState | undefined {
  const { kind, status, error, startedAtMs } = jobFor(queue, cell) ?? {};
  if (kind === undefined) return undefined;
  const begun = startedAtMs !== undefined;
  const goesOn = begun && kindGoesOn(kind);
  if (status === 'paused')
    return {
      status: 'cancelled',
      message: goesOn
        ? 'Paused; running the cell goes on from the last checkpoint.'
        : 'Paused before it began; nothing was changed.',
    };
  if (status !== 'interrupted') return undefined;
  const what = begun ? 'while this ran' : 'before this began';
  return {
    status,
    goesOn,
    message: error?.message ?? `The app was closed, or its engine ended, ${what}.`,
  };
}
