import type { PlainError } from '../rpc/protocol.js';
import type { JobProgress } from './jobs.js';

/** Where something is wrong in a cell or in the file, and what to do. Lines and columns count from 1. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Characters of the wrong text, for its underline. */
  readonly length: number;
  readonly remedy?: string | undefined;
  /** The repair written out: the cell's source with it. */
  readonly repair?: { readonly label: string; readonly source: string } | undefined;
}

/** What a result came from; stands under it. */
export interface Provenance {
  readonly computedAtMs: number;
  readonly seconds: number;
  readonly cached: boolean;
  readonly codeVersion: string;
  readonly dataset?: { readonly name: string; readonly contentHash: string } | undefined;
  /** Further ones that a query reads. */
  readonly otherDatasets?: readonly { readonly name: string; readonly contentHash: string }[];
  readonly runs?:
    | readonly { readonly run: string; readonly checkpointSha256: string }[]
    | undefined;
  readonly users?: number | undefined;
  /** Which part of the users was measured. */
  readonly part?: 'validation' | 'test' | undefined;
  /** Looks at the runs' test users so far, this one included. */
  readonly testReads?: number | undefined;
  readonly seed?: number | undefined;
  readonly device?:
    | { readonly name: string; readonly version: string; readonly threads: number }
    | undefined;
}

/**
 *   fresh ─> queued ─> running ─> done ─> stale ─> queued …
 *                         └─────> failed | cancelled | interrupted (its process or the engine ended)
 */
export type CellState =
  | { readonly status: 'fresh' }
  | { readonly status: 'queued'; readonly place: number; readonly waitsFor: string }
  | {
      readonly status: 'running';
      readonly jobId?: string | undefined;
      readonly startedAtMs: number;
      readonly progress?: JobProgress | undefined;
    }
  | { readonly status: 'done'; readonly key: string; readonly provenance: Provenance }
  | {
      /** What changed, one short sentence each; the old output stays readable under `key`. */
      readonly status: 'stale';
      readonly key: string;
      readonly provenance: Provenance;
      readonly because: readonly string[];
    }
  | { readonly status: 'failed'; readonly error: PlainError }
  | { readonly status: 'cancelled'; readonly message: string }
  | {
      readonly status: 'interrupted';
      readonly message: string;
      /** From a checkpoint, when it is run again; else it begins anew. */
      readonly goesOn: boolean;
    };

/** A value out of an output; an estimate comes with its interval. */
export type PlainValue =
  | number
  | string
  | boolean
  | { readonly value: number; readonly low: number; readonly high: number };

/** What a reference of prose stands for. */
export type ProseValue =
  | { readonly state: 'current' | 'stale'; readonly value: PlainValue }
  /** Comes with an output that is not there yet. */
  | { readonly state: 'awaited'; readonly why: string }
  | { readonly state: 'missing'; readonly why: string };

/** One cell as a window shows it. */
export interface CellView {
  /** Stable while the notebook is open. */
  readonly id: string;
  /** 'prose', or the word that opens the fenced block. */
  readonly kind: string;
  /** Without '#'; null for prose and for unnamed cells. */
  readonly name: string | null;
  /** Markdown, or the body of the block. */
  readonly source: string;
  /** The source's settings with defaults filled in and `$names` resolved; null while it has errors. */
  readonly config: Readonly<Record<string, unknown>> | null;
  /** One sentence of settings, for the header. */
  readonly summary: string;
  readonly problems: readonly Problem[];
  /** Of prose: what each `$cell.path` in it stands for, by reference. */
  readonly values?: Readonly<Record<string, ProseValue>> | undefined;
  readonly state: CellState;
  /** Names of the cells that it reads. */
  readonly inputs: readonly string[];
  /** Re-runs by itself when its inputs change. */
  readonly cheap: boolean;
}

export interface NotebookView {
  /** File name within the workspace's notebooks, without .md. */
  readonly name: string;
  readonly revision: number;
  readonly cells: readonly CellView[];
  /** Problems of the file as a whole. */
  readonly problems: readonly Problem[];
  readonly readOnly: boolean;
  /** `gone`: somebody took the file away, and nothing was changed here since. */
  readonly saved: 'saved' | 'saving' | 'unsaved' | 'failed' | 'gone';
  readonly savedAtMs?: number | undefined;
  readonly saveError?: PlainError | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Cells that were changed here and in the file, each with the file's version, until one is chosen. */
  readonly conflicts?: readonly { readonly cell: string; readonly theirs: string }[] | undefined;
}

/** The whole at first, then what changed; `order` names all cells in their order. */
export type NotebookEvent =
  | { readonly type: 'opened'; readonly notebook: NotebookView }
  | {
      readonly type: 'changed';
      readonly notebook: Omit<NotebookView, 'cells'>;
      readonly order: readonly string[];
      readonly cells: readonly CellView[];
    };

export interface NotebookSummary {
  readonly name: string;
  /** First heading, or the name. */
  readonly title: string;
  readonly cells: number;
  readonly changedAtMs: number;
}

export interface CellOutput {
  readonly key: string;
  readonly kind: string;
  /** An entry of CellOutputs by kind (outputs.ts). */
  readonly value: unknown;
  readonly provenance: Provenance;
}

/** A table that a window shows, sent to be written as a file; NaN and null are missing values. */
export interface SentTable {
  readonly title: string;
  /** Where its numbers come from, in one line; a file of a kind that has a place for it holds it. */
  readonly from: string;
  readonly columns: readonly {
    readonly name: string;
    readonly values: readonly (string | number | null)[];
  }[];
}
