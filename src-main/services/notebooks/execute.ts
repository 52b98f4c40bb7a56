import type { JobProgress } from '../../contract/jobs.js';
import type { Provenance } from '../../contract/notebook.js';
import type { CellPlan, Fingerprints } from './cell-plan.js';

export interface ExecuteContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  readonly cell: { readonly notebook: string; readonly name: string; readonly key: string };
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
  readonly fingerprints: () => Promise<Fingerprints>;
  readonly codeVersion: string;
  readonly now: () => number;
}
