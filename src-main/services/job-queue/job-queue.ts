import { randomUUID } from 'node:crypto';
import { StudioError } from '../../base/errors.js';
import type { Progress } from '../../base/progress.js';
import type { JobLogLine, JobProgress, JobRecord } from '../../contract/jobs.js';
import { toPlainError } from '../../rpc/errors.js';
import { throttle } from '../../rpc/throttle.js';
import {
  JobEntry,
  type JobRequest,
  type JobRunners,
  makesTheSame,
  type Params,
  type StartedJob,
} from './job-entry.js';
import { goesOn, notBegun, outcomeOf } from './job-outcome.js';
import type { JobStore } from './job-store.js';
import { type Lane, laneOf } from './lanes.js';
import { within } from './within.js';

/** Ended jobs that are kept in the list. */
const MOST_ENDED = 20;
/** How long a closing queue waits for what runs to stop between two steps; a shell waits longer. */
const PATIENCE_MS = 4000;

/**
 * The one queue of an engine: heavy jobs run one after the other, whatever asked for them, and light ones
 * beside them. A job belongs to the queue and not to a window; what was running when the engine died
 * comes back as `interrupted`, and goes on from its last checkpoint when it is resumed.
 */
export class JobQueue {
  readonly #store: JobStore;
  readonly #runners: JobRunners;
  readonly #now: () => number;
  readonly #entries = new Map<string, JobEntry>();
  readonly #listeners = new Set<(jobs: readonly JobRecord[]) => void>();
  readonly #news = throttle<undefined>(() => {
    for (const listener of this.#listeners) listener(this.records);
  });
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
    const places: Record<Lane, number> = { heavy: 0, light: 0 };
    return [...this.#entries.values()].map(({ record, params }) =>
      record.status === 'queued'
        ? { ...record, place: ++places[laneOf(record.kind, params)] }
        : record,
    );
  }

  /** Its promise is settled with the job's first end: done, failed, cancelled, paused or interrupted. */
  enqueue({ kind, title, params, cell }: JobRequest): StartedJob {
    this.#refuseWhenClosed();
    const entry = this.#add(
      {
        id: randomUUID(),
        kind,
        title,
        status: 'queued',
        resumable: false,
        createdAtMs: this.#nextMoment(),
        ...(cell === undefined ? {} : { cell }),
      },
      params,
    );
    const result = entry.result();
    this.#keep(entry);
    this.#forgetOld();
    this.#tell();
    this.#advance();
    return { id: entry.record.id, result };
  }

  /** Between two steps when it runs, at once when it waits. */
  cancel(id: string): void {
    const entry = this.#entry(id);
    const { status } = entry.record;
    entry.pausing = false;
    if (status === 'running') entry.cancelling.abort();
    else if (status === 'queued') this.#end(entry, notBegun('Cancelled'));
    else if (status !== 'done')
      this.#change(entry, { status: 'cancelled', resumable: false, endedAtMs: this.#now() });
  }

  /** Stops it between two steps, with a checkpoint where the job keeps one; at once when it waits. */
  pause(id: string): void {
    const entry = this.#entry(id);
    const { status } = entry.record;
    if (status !== 'running' && status !== 'queued') return;
    entry.pausing = true;
    if (status === 'running') entry.cancelling.abort();
    else this.#end(entry, notBegun('Paused'));
  }

  /** Puts a paused, cancelled, failed or interrupted job back into the queue; CONFLICT when it is done. */
  resume(id: string): StartedJob & { readonly record: JobRecord } {
    this.#refuseWhenClosed();
    const entry = this.#entry(id);
    const { status, title } = entry.record;
    if (status === 'done')
      throw new StudioError('CONFLICT', `"${title}" is done.`, {
        remedy: 'Run the cell that asked for it to compute it anew.',
      });
    if (status !== 'queued' && status !== 'running') {
      entry.requeue();
      this.#keep(entry);
      this.#tell();
    }
    const result = entry.result();
    this.#advance();
    return { id, result, record: entry.record };
  }

  dismiss(id: string): void {
    const entry = this.#entry(id);
    if (entry.record.status === 'running' || entry.record.status === 'queued') return;
    this.#entries.delete(id);
    entry.log.close();
    void this.#store.remove(id);
    this.#tell();
  }

  feed(listener: (jobs: readonly JobRecord[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.records);
    return () => this.#listeners.delete(listener);
  }

  log(id: string, listener: (lines: readonly JobLogLine[]) => void): () => void {
    return this.#entry(id).log.listen(listener);
  }

  /**
   * Stops what runs and waits until it has stopped, at most `patienceMs`; it and what waits come back as
   * interrupted. Settled once that is on disk; no promise of a job is left open.
   */
  async close(patienceMs = PATIENCE_MS): Promise<void> {
    this.#closed = true;
    this.#news.stop();
    const entries = [...this.#entries.values()];
    const running = entries.filter(({ record }) => record.status === 'running');
    for (const entry of entries)
      if (entry.record.status === 'queued') this.#end(entry, notBegun('The engine was closed'));
    for (const entry of running) entry.cancelling.abort();
    await within(patienceMs, Promise.all(running.map(({ ended }) => ended)));
    for (const entry of running)
      if (entry.record.status === 'running')
        this.#end(entry, new StudioError('CANCELLED', 'The engine was closed while it ran.'));
    for (const { log } of entries) log.close();
    await this.#store.settled();
  }

  /** Later than that of every job before it: the order of the queue is the order of these. */
  #nextMoment(): number {
    const moments = [...this.#entries.values()].map(({ record }) => record.createdAtMs);
    return Math.max(this.#now(), Math.max(0, ...moments) + 1);
  }

  /** Starts the first that waits in each lane where nothing runs. */
  #advance(): void {
    if (this.#closed) return;
    for (const lane of ['heavy', 'light'] as const) {
      const jobs = [...this.#entries.values()].filter(
        ({ record, params }) => laneOf(record.kind, params) === lane,
      );
      if (jobs.some(({ record }) => record.status === 'running')) continue;
      const next = jobs.find(({ record }) => record.status === 'queued');
      if (next) next.ended = this.#run(next);
    }
  }

  async #run(entry: JobEntry): Promise<void> {
    entry.rate.restart();
    const resumable = goesOn(entry.record.kind);
    this.#change(entry, { status: 'running', startedAtMs: this.#now(), resumable });
    entry.log.write(entry.resuming ? 'resumed' : 'started');
    try {
      const context = {
        signal: entry.cancelling.signal,
        onProgress: (progress: Progress) => this.#progress(entry, progress),
        onNote: (line: string) => entry.log.write(line),
      };
      const run = this.#runners[entry.record.kind];
      this.#end(entry, undefined, await run(entry.params, context, entry.resuming));
    } catch (error) {
      this.#end(entry, error);
    }
    this.#advance();
  }

  #end(entry: JobEntry, error: unknown, result?: unknown): void {
    const { status, kind } = entry.record;
    // A queue that closed without waiting has ended it already.
    if (status !== 'running' && status !== 'queued') return;
    const plain = error === undefined ? undefined : toPlainError(error);
    entry.log.write(
      plain ? `${plain.code}: ${plain.message} ${plain.remedy ?? ''}`.trim() : 'done',
    );
    const { pausing } = entry;
    if (plain === undefined) this.#leaveOff(entry);
    this.#change(entry, {
      ...outcomeOf(error, { kind, pausing, closing: this.#closed }),
      endedAtMs: this.#now(),
    });
    entry.settle(error, result);
  }

  /** Jobs that stopped on the way to what this one has made: to go on with them would make it again. */
  #leaveOff(done: JobEntry): void {
    for (const other of this.#entries.values()) {
      if (other === done || !makesTheSame(other, done)) continue;
      const { status } = other.record;
      if (status === 'interrupted' || status === 'paused') this.dismiss(other.record.id);
      else if (other.record.resumable && (status === 'cancelled' || status === 'failed'))
        this.#change(other, { resumable: false });
    }
  }

  #progress(entry: JobEntry, progress: Progress): void {
    if (entry.record.status !== 'running') return;
    const left = progress.figures?.secondsLeft ?? entry.rate.secondsLeft(progress, this.#now());
    const shown: JobProgress = {
      ...progress,
      ...(left === undefined ? {} : { secondsLeft: left }),
    };
    entry.record = { ...entry.record, progress: shown };
    this.#tell();
  }

  #add(record: JobRecord, params: Params): JobEntry {
    const entry = new JobEntry(record, params, this.#now);
    this.#entries.set(record.id, entry);
    return entry;
  }

  #change(entry: JobEntry, change: Partial<JobRecord>): void {
    entry.record = { ...entry.record, ...change };
    this.#keep(entry);
    this.#tell();
  }

  #keep({ record, params }: JobEntry): void {
    const { progress: _, place: __, ...kept } = record;
    void this.#store.write({ version: 1, record: kept, params });
  }

  #forgetOld(): void {
    const ended = [...this.#entries.values()].filter(
      ({ record }) => record.status === 'done' || record.status === 'cancelled',
    );
    for (const { record } of ended.slice(0, Math.max(0, ended.length - MOST_ENDED)))
      this.dismiss(record.id);
  }

  #entry(id: string): JobEntry {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    throw new StudioError('NOT_FOUND', `there is no job ${id}.`, {
      remedy: 'It may have been taken off the list.',
    });
  }

  #refuseWhenClosed(): void {
    if (this.#closed)
      throw new StudioError('UNAVAILABLE', 'the engine of this workspace is closed.', {
        remedy: 'Open the workspace again.',
      });
  }

  /** At most ten times a second, the latest wins. */
  #tell(): void {
    this.#news.push(undefined);
  }
}
