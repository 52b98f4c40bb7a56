import type { JobProgress } from '../../contract/jobs.js';
import type { CellState, Provenance } from '../../contract/notebook.js';
import type { CellPlan, Fingerprints } from './cell-plan.js';

/** A cell, and the key of the output that it is to have. */
export interface AskingCell {
  readonly notebook: string;
  readonly name: string;
  readonly key: string;
}

export interface ExecuteContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  readonly cell: AskingCell;
}

/** What a cell gave, and what of its provenance only the one who computed it knows. */
export interface Executed {
  readonly value: unknown;
  readonly cached: boolean;
  readonly provenance?: Partial<Provenance> | undefined;
}

export type Execute = (plan: CellPlan, context: ExecuteContext) => Promise<Executed>;

/** With what the cells of one notebook run. */
export interface ExecuteOptions {
  readonly name: string;
  readonly execute: Execute;
  /** The state of a cell whose run was broken off, by this engine or one before; else undefined. */
  readonly brokenOff: (cell: AskingCell) => CellState | undefined;
  readonly fingerprints: () => Promise<Fingerprints>;
  readonly codeVersion: string;
  readonly now: () => number;
}
