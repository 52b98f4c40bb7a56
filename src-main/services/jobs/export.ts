import { openWorkspace, type Workspace } from '../../data/workspace.js';
import { type ExportTable, exportFormatOf, writeExport } from '../export-file.js';
import { metricsTable, targetsTable } from '../replay-tables.js';
import { type Replayed, replayRuns } from '../replayed-runs.js';
import { runOrigin } from '../run-origin.js';
import { pinsTable, topPinsTable, usersTable } from '../run-tables.js';
import { type ServeOptions, serveRun } from '../served-run.js';
import type { Job } from './job.js';

export const exportKinds = ['users', 'pins', 'targets', 'topk', 'metrics'] as const;
export type ExportKind = (typeof exportKinds)[number];

export interface ExportParams extends Omit<ServeOptions, 'phase'> {
  readonly workspaceFolder: string;
  readonly what: ExportKind;
  /** Absolute path. */
  readonly to: string;
  /** Of `users` and `topk`: when training ended, unless given. */
  readonly atMs?: number | undefined;
  /** Of `topk`. */
  readonly k: number;
  /** Of `targets` and `metrics`. */
  readonly cadences: string;
  readonly users: 'validation' | 'test';
  readonly seed: number;
}

export interface ExportReport {
  readonly run: string;
  readonly what: ExportKind;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly files: readonly string[];
}

/** Writes embeddings, retrieved pins, ranks of targets or metrics of users to a file. */
export const exportJob: Job<ExportParams, ExportReport> = async (params, context) => {
  exportFormatOf(params.to);
  const workspace = await openWorkspace(params.workspaceFolder);
  const { table, origin } =
    params.what === 'targets' || params.what === 'metrics'
      ? await replayedTable(workspace, params, context)
      : await servedTable(workspace, params, context);
  return {
    run: params.run,
    what: params.what,
    rows: table.rows,
    columns: table.columns.map(column => column.name),
    files: await writeExport(params.to, table, { what: params.what, ...origin }),
  };
};

interface OriginatedTable {
  readonly table: ExportTable;
  readonly origin: Record<string, unknown>;
}

async function servedTable(
  workspace: Workspace,
  params: ExportParams,
  context: Parameters<typeof exportJob>[1],
): Promise<OriginatedTable> {
  const served = await serveRun(workspace, params, context);
  try {
    const atMs = params.atMs ?? served.model.atMs;
    const at = { at: new Date(atMs).toISOString() };
    const origin = runOrigin(served.model);
    if (params.what === 'pins') return { table: await pinsTable(served), origin };
    const table =
      params.what === 'users'
        ? await usersTable(served, atMs)
        : await topPinsTable(served, atMs, params.k, context.signal);
    return { table, origin: { ...at, ...origin } };
  } finally {
    await served.dispose();
  }
}

function replayedTable(
  workspace: Workspace,
  params: ExportParams,
  context: Parameters<typeof exportJob>[1],
): Promise<OriginatedTable> {
  const request = { ...params, runs: [params.run], withoutOracle: true };
  return replayRuns(workspace, request, `export ${params.what}`, context, replayed => ({
    table: params.what === 'targets' ? targetsTable(replayed) : metricsTable(replayed),
    origin: replayOrigin(replayed, params),
  }));
}

function replayOrigin({ simulation, models }: Replayed, params: ExportParams) {
  const { frame } = simulation.report;
  return {
    ranks: '1 is the closest; a hit at k has rank <= k; none where the pin had no features yet',
    users: params.users,
    cadences: params.cadences,
    windowAfter: new Date(frame.atMs).toISOString(),
    windowDays: frame.windowDays,
    indexPins: frame.index.pins,
    ...(models[0] ? runOrigin(models[0]) : {}),
  };
}
