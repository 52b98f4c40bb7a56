import type { PlainError } from '../rpc/protocol.js';

/** What a long job tells about itself while it runs; `total` is absent while it is not known. */
export interface JobProgress {
  readonly stage: string;
  readonly done: number;
  readonly total?: number | undefined;
  readonly unit: string;
  readonly secondsLeft?: number | undefined;
  /** Named figures worth showing live: loss, learningRate, tokensPerSecond, waitingShare … */
  readonly figures?: Readonly<Record<string, number>> | undefined;
}

/**
 *   queued ─> running ─> done | failed | cancelled
 *      ^         │ └───> paused ─> queued
 *      └─────────┴─────> interrupted (its process died, or the app was closed) ─> queued
 */
export type JobStatus =
  | 'queued'
  | 'running'
  | 'paused'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'interrupted';

export const jobKinds = [
  'import',
  'world',
  'profile',
  'train',
  'simulate',
  'evaluate',
  'index',
  'project',
  'export',
] as const;
export type JobName = (typeof jobKinds)[number];

/** A job of the one queue. It belongs to the engine: closing a view or a window loses nothing. */
export interface JobRecord {
  readonly id: string;
  readonly kind: JobName;
  /** Readable: "train dense-1 on gowalla". */
  readonly title: string;
  readonly status: JobStatus;
  /** Place in the queue, 1 is next; absent when not queued. */
  readonly place?: number | undefined;
  readonly progress?: JobProgress | undefined;
  readonly error?: PlainError | undefined;
  /** There is something to go on with once it is stopped; while it runs, that it may be paused. */
  readonly resumable: boolean;
  /** The cell that asked for it, and the key of the output that it was to have. */
  readonly cell?:
    | { readonly notebook: string; readonly name: string; readonly key?: string | undefined }
    | undefined;
  readonly createdAtMs: number;
  readonly startedAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
}

export interface JobLogLine {
  readonly atMs: number;
  readonly text: string;
}
