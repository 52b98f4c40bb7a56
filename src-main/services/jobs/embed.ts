import { openWorkspace } from '../../data/workspace.js';
import { runFolder } from '../../train/run-folder.js';
import { exportFormatOf, writeExport } from '../export-file.js';
import { runOrigin } from '../run-origin.js';
import { usersTable } from '../run-tables.js';
import { type ServeOptions, serveRun } from '../served-run.js';
import type { Job } from './job.js';

export interface EmbedParams extends ServeOptions {
  readonly workspaceFolder: string;
  /** When the run's training ended, unless given. */
  readonly atMs?: number | undefined;
  /** Absolute; into the run's results, unless given. */
  readonly to?: string | undefined;
}

export interface EmbedReport {
  readonly run: string;
  readonly at: string;
  readonly users: number;
  readonly width: number;
  readonly files: readonly string[];
  readonly seconds: number;
}

/** Writes the embeddings at a time t of all users that have an action by then. */
export const embedJob: Job<EmbedParams, EmbedReport> = async (params, context) => {
  if (params.to !== undefined) exportFormatOf(params.to);
  const startedAt = performance.now();
  const workspace = await openWorkspace(params.workspaceFolder);
  const served = await serveRun(workspace, params, context);
  try {
    const atMs = params.atMs ?? served.model.atMs;
    const at = new Date(atMs).toISOString();
    const name = `users-${at.slice(0, 16).replace(':', '')}.parquet`;
    const path = params.to ?? runFolder(workspace, params.run, 'results', name);
    const table = await usersTable(served, atMs);
    const origin = { what: 'users', at, ...runOrigin(served.model) };
    return {
      run: params.run,
      at,
      users: table.rows,
      width: served.width,
      files: await writeExport(path, table, origin),
      seconds: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    await served.dispose();
  }
};
