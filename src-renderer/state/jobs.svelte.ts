import type { Api } from '../../src-main/contract/api.js';
import type { JobRecord, JobStatus } from '../../src-main/contract/jobs.js';
import type { CellView } from '../../src-main/contract/notebook.js';
import type { ClientOf } from '../../src-main/rpc/procedure.js';

const LIVE: ReadonlySet<JobStatus> = new Set(['running', 'queued', 'paused', 'interrupted']);
const ON_THE_BAR: readonly JobStatus[] = ['running', 'failed', 'interrupted', 'paused', 'queued'];

/** The engine's queue, as it tells of it. */
export class Jobs {
  records = $state.raw<readonly JobRecord[]>([]);
  error = $state.raw<Error | null>(null);
  /** Running, queued, paused or broken off: what the rail counts. */
  readonly live = $derived(this.records.filter(job => LIVE.has(job.status)));
  readonly running = $derived(this.records.filter(job => job.status === 'running'));
  /** What stands on the bar: what runs first, then what needs a person, then the queue. */
  readonly onBar = $derived(
    ON_THE_BAR.flatMap(status =>
      this.records
        .filter(job => job.status === status && !(status === 'failed' && this.#isAnswered(job)))
        .sort((a, b) => (a.place ?? 0) - (b.place ?? 0)),
    ),
  );

  constructor(private readonly client: ClientOf<Api>['jobs']) {}

  /** Listens until the answer is called. */
  listen(): () => void {
    return this.client.feed(
      {},
      records => {
        this.records = records;
        this.error = null;
      },
      error => {
        this.error = error;
      },
    );
  }

  /** The cell that asked for it has asked again since. */
  #isAnswered({ cell, createdAtMs }: JobRecord): boolean {
    return this.records.some(
      other =>
        cell !== undefined &&
        other.cell?.notebook === cell.notebook &&
        other.cell.name === cell.name &&
        other.createdAtMs > createdAtMs,
    );
  }

  find(id: string): JobRecord | undefined {
    return this.records.find(job => job.id === id);
  }
}

/** The cell that asked for it has its output now: made anew, or one of before. */
export function isMadeGood(
  { status, cell }: JobRecord,
  notebook: string | null,
  cells: readonly CellView[],
): boolean {
  if (status !== 'failed' || cell === undefined || cell.notebook !== notebook) return false;
  return cells.some(({ name, state }) => name === cell.name && state.status === 'done');
}

/** Share done, 0 to 1; undefined while the whole is not known. */
export function shareOf(job: JobRecord): number | undefined {
  const { done, total } = job.progress ?? { done: 0, total: undefined };
  return total === undefined || total <= 0 ? undefined : Math.min(1, done / total);
}

/** Units a second since it began; NaN before there is anything to divide. */
export function rateOf(job: Pick<JobRecord, 'progress' | 'startedAtMs'>, nowMs: number): number {
  if (!job.progress || job.startedAtMs === undefined) return Number.NaN;
  const { done, total, secondsLeft } = job.progress;
  if (total !== undefined && secondsLeft !== undefined && secondsLeft > 0) {
    return (total - done) / secondsLeft;
  }
  // A training that goes on has steps behind it that it did not make now.
  if (job.progress.figures?.stepsPerSecond === 0) return Number.NaN;
  const seconds = (nowMs - job.startedAtMs) / 1000;
  return seconds > 1 && done > 0 ? done / seconds : Number.NaN;
}
