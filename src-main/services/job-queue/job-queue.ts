import { randomUUID } from 'node:crypto';
import { StudioError } from '../../base/errors.js';
import type { JobContext, Progress } from '../../base/progress.js';
import type { JobLogLine, JobName, JobProgress, JobRecord } from '../../contract/jobs.js';
import { toPlainError } from '../../rpc/errors.js';
import { JobInterrupted } from '../job-process.js';
import type { JobStore, StoredJob } from './job-store.js';
import { secondsLeft } from './seconds-left.js';

type Params = Readonly<Record<string, unknown>>;

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

interface Entry {
  record: JobRecord;
  readonly params: Params;
  readonly log: JobLogLine[];
  resuming: boolean;
  pausing: boolean;
  cancelling: AbortController;
  settle: { resolve: (value: unknown) => void; reject: (error: unknown) => void }[];
}

const MOST_LOG_LINES = 2000;
/** Ended jobs that are kept in the list. */
const MOST_ENDED = 20;
const TELL_EVERY_MS = 100;

/**
 * The one queue of an engine: heavy jobs run one after the other, whatever asked for them. A job
 * belongs to the queue and not to a window; what was running when the engine died comes back as
 * `interrupted`, and goes on from its last checkpoint when it is resumed.
 */
export class JobQueue {
  readonly #store: JobStore;
  readonly #runners: JobRunners;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(jobs: readonly JobRecord[]) => void>();
  readonly #logListeners = new Map<string, Set<(lines: readonly JobLogLine[]) => void>>();
  #timer: NodeJS.Timeout | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(store: JobStore, runners: JobRunners, now: () => number = Date.now) {
    this.#store = store;
    this.#runners = runners;
    this.#now = now;
  }

  /** Takes up the jobs of an earlier engine: what was under way is interrupted. */
  async open(): Promise<void> {
    for (const { record, params } of await this.#store.read()) {
      const underWay = record.status === 'running' || record.status === 'queued';
      const entry = this.#add(
        underWay ? { ...record, status: 'interrupted', resumable: true } : record,
        params,
      );
      if (underWay) this.#keep(entry);
    }
    this.#tell();
  }

  get records(): readonly JobRecord[] {
    let place = 0;
    return [...this.#entries.values()].map(({ record }) =>
      record.status === 'queued' ? { ...record, place: ++place } : record,
    );
  }

  get isBusy(): boolean {
    return this.records.some(({ status }) => status === 'running' || status === 'queued');
  }

  enqueue({ kind, title, params, cell }: JobRequest): StartedJob {
    const record: JobRecord = {
      id: randomUUID(),
      kind,
      title,
      status: 'queued',
      resumable: false,
      createdAtMs: this.#nextMoment(),
      ...(cell === undefined ? {} : { cell }),
    };
    const entry = this.#add(record, params);
    const result = this.#resultOf(entry);
    this.#keep(entry);
    this.#forgetOld();
    this.#tell();
    this.#advance();
    return { id: record.id, result };
  }

  /** Between two steps when it runs, at once when it waits. */
  cancel(id: string): void {
    const entry = this.#entry(id);
    if (entry.record.status === 'running') entry.cancelling.abort();
    else if (entry.record.status === 'queued') this.#end(entry, cancelled());
    else if (entry.record.status !== 'done')
      this.#change(entry, { status: 'cancelled', resumable: false, endedAtMs: this.#now() });
  }

  /** Stops it between two steps, with a checkpoint where the job keeps one. */
  pause(id: string): void {
    const entry = this.#entry(id);
    if (entry.record.status !== 'running' && entry.record.status !== 'queued') return;
    entry.pausing = true;
    if (entry.record.status === 'queued') this.#change(entry, { status: 'paused' });
    else entry.cancelling.abort();
  }

  /** Puts a paused, cancelled, failed or interrupted job back into the queue. */
  resume(id: string): StartedJob {
    const entry = this.#entry(id);
    const { status } = entry.record;
    if (status !== 'queued' && status !== 'running' && status !== 'done') {
      entry.resuming = entry.record.startedAtMs !== undefined;
      entry.pausing = false;
      entry.cancelling = new AbortController();
      const { error: _, endedAtMs: __, progress: ___, ...kept } = entry.record;
      entry.record = { ...kept, status: 'queued', resumable: false };
      this.#keep(entry);
      this.#tell();
    }
    const result = this.#resultOf(entry);
    this.#advance();
    return { id, result };
  }

  dismiss(id: string): void {
    const entry = this.#entry(id);
    if (entry.record.status === 'running' || entry.record.status === 'queued') return;
    this.#entries.delete(id);
    void this.#store.remove(id);
    this.#tell();
  }

  feed(listener: (jobs: readonly JobRecord[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.records);
    return () => this.#listeners.delete(listener);
  }

  log(id: string, listener: (lines: readonly JobLogLine[]) => void): () => void {
    const entry = this.#entry(id);
    const listeners = this.#logListeners.get(id) ?? new Set();
    this.#logListeners.set(id, listeners);
    listeners.add(listener);
    listener(entry.log);
    return () => listeners.delete(listener);
  }

  /** Stops what runs; it comes back as interrupted. Settled once that is on disk. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const entry of this.#entries.values())
      if (entry.record.status === 'running') entry.cancelling.abort();
    await this.#store.settled();
  }

  /** Later than that of every job before it: the order of the queue is the order of these. */
  #nextMoment(): number {
    const last = Math.max(
      0,
      ...[...this.#entries.values()].map(({ record }) => record.createdAtMs),
    );
    return Math.max(this.#now(), last + 1);
  }

  #advance(): void {
    if (this.#closed) return;
    const entries = [...this.#entries.values()];
    if (entries.some(({ record }) => record.status === 'running')) return;
    const next = entries.find(({ record }) => record.status === 'queued');
    if (next) void this.#run(next);
  }

  async #run(entry: Entry): Promise<void> {
    this.#change(entry, { status: 'running', startedAtMs: this.#now() });
    this.#write(entry, 'started');
    try {
      const result = await this.#runners[entry.record.kind](
        entry.params,
        {
          signal: entry.cancelling.signal,
          onProgress: progress => this.#progress(entry, progress),
          onNote: line => this.#write(entry, line),
        },
        entry.resuming,
      );
      this.#end(entry, undefined, result);
    } catch (error) {
      this.#end(entry, error);
    }
    this.#advance();
  }

  #end(entry: Entry, error: unknown, result?: unknown): void {
    const endedAtMs = this.#now();
    const { kind } = entry.record;
    const plain = error === undefined ? undefined : toPlainError(error);
    if (plain) this.#write(entry, `${plain.code}: ${plain.message} ${plain.remedy ?? ''}`.trim());
    else this.#write(entry, 'done');
    const stopped = plain?.code === 'CANCELLED';
    const died = error instanceof JobInterrupted || (stopped && this.#closed);
    this.#change(entry, {
      status: !plain
        ? 'done'
        : died
          ? 'interrupted'
          : stopped
            ? entry.pausing
              ? 'paused'
              : 'cancelled'
            : 'failed',
      endedAtMs,
      resumable: plain !== undefined && (died || (stopped && (entry.pausing || kind === 'train'))),
      ...(plain && !stopped ? { error: plain } : {}),
    });
    for (const { resolve, reject } of entry.settle.splice(0))
      if (error === undefined) resolve(result);
      else reject(error);
  }

  #progress(entry: Entry, progress: Progress): void {
    const startedAtMs = entry.record.startedAtMs ?? this.#now();
    const left =
      progress.figures?.secondsLeft ??
      secondsLeft(progress, entry.record.progress, startedAtMs, this.#now());
    const shown: JobProgress = {
      ...progress,
      ...(left === undefined ? {} : { secondsLeft: left }),
    };
    entry.record = { ...entry.record, progress: shown };
    this.#tell();
  }

  #add(record: JobRecord, params: Params): Entry {
    const entry: Entry = {
      record,
      params,
      log: [],
      resuming: record.startedAtMs !== undefined,
      pausing: false,
      cancelling: new AbortController(),
      settle: [],
    };
    this.#entries.set(record.id, entry);
    return entry;
  }

  #resultOf(entry: Entry): Promise<unknown> {
    const result = new Promise<unknown>((resolve, reject) => {
      entry.settle.push({ resolve, reject });
    });
    // Whoever started it may have gone; the record tells of the failure.
    result.catch(() => undefined);
    return result;
  }

  #change(entry: Entry, change: Partial<JobRecord>): void {
    entry.record = { ...entry.record, ...change };
    this.#keep(entry);
    this.#tell();
  }

  #keep({ record, params }: Entry): void {
    const { progress: _, place: __, ...kept } = record;
    const stored: StoredJob = { version: 1, record: kept, params };
    void this.#store.write(stored);
  }

  #write(entry: Entry, text: string): void {
    entry.log.push({ atMs: this.#now(), text });
    if (entry.log.length > MOST_LOG_LINES) entry.log.shift();
    for (const listener of this.#logListeners.get(entry.record.id) ?? []) listener(entry.log);
  }

  #forgetOld(): void {
    const ended = [...this.#entries.values()].filter(
      ({ record }) => record.status === 'done' || record.status === 'cancelled',
    );
    for (const { record } of ended.slice(0, Math.max(0, ended.length - MOST_ENDED)))
      this.dismiss(record.id);
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    throw new StudioError('NOT_FOUND', `there is no job ${id}.`, {
      remedy: 'It may have been taken off the list.',
    });
  }

  /** At most ten times a second, the latest wins. */
  #tell(): void {
    if (this.#closed || this.#timer !== undefined) return;
    const tell = () => {
      this.#timer = undefined;
      this.#toldAt = performance.now();
      for (const listener of this.#listeners) listener(this.records);
    };
    const wait = this.#toldAt + TELL_EVERY_MS - performance.now();
    if (wait <= 0) tell();
    else this.#timer = setTimeout(tell, wait);
  }
}

function cancelled(): StudioError {
  return new StudioError('CANCELLED', 'Cancelled before it began; nothing was changed.');
}
