import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { badInput, StudioError, throwIfCancelled } from '../base/errors.js';
import type { SqlOutput } from '../contract/outputs.js';
import { DuckDb, sqlText } from '../data/duckdb.js';
import { listDatasets, readManifest } from '../data/manifest.js';
import { openWorkspace, type Workspace } from '../data/workspace.js';
import { type NamedView, queryReads } from './query-reads.js';
import { sqlError } from './sql-error.js';

/** The view of all runs' metrics. */
const METRICS = 'metrics';

export interface ReadDataset {
  readonly name: string;
  readonly contentHash: string;
}

/** What a query gave, and what it read. */
export interface QueriedWorkspace {
  readonly output: SqlOutput;
  /** In the order in which the query names them. */
  readonly datasets: readonly ReadDataset[];
  readonly readsMetrics: boolean;
}

interface BoundViews {
  readonly files: readonly string[];
  readonly views: readonly NamedView<ReadDataset | typeof METRICS>[];
}

/** Rows that a window shows; more are counted and left out. */
const MOST_ROWS = 5000;

/**
 * Runs one query in an in-memory DuckDB over views of the workspace's Parquet parts: every data set is a
 * schema with `actions`, `pins` and `rejects`, which stand without it where there is one data set alone;
 * `metrics` holds the lines of all runs. Nothing but these files can be read, and nothing written: a
 * notebook runs its queries when it is opened, whoever wrote it.
 */
export async function queryWorkspace(
  workspaceFolder: string,
  query: string,
  signal?: AbortSignal,
): Promise<QueriedWorkspace> {
  const text = query.trim().replace(/;\s*$/, '');
  if (text === '')
    throw badInput('the query is empty.', {
      where: 'sql',
      remedy: 'Try SELECT * FROM pins LIMIT 10.',
    });
  const workspace = await openWorkspace(workspaceFolder);
  const db = await DuckDb.open({ memoryLimitMb: 1024 });
  try {
    const { files, views } = await bindViews(db, workspace);
    await db.run(`SET allowed_paths = [${files.map(sqlText).join(', ')}]`);
    await db.run('SET enable_external_access = false');
    await db.run('SET lock_configuration = true');
    throwIfCancelled(signal);
    // DuckDB's allowed paths may be written to as well, so that the statement itself must be a query.
    if (!(await db.isOneQuery(text)))
      throw badInput('a cell holds one query, which changes nothing.', {
        where: 'sql',
        remedy: 'Write one SELECT; WITH puts steps before it.',
      });
    const reads = queryReads(await db.syntaxTree(text), views);
    return {
      output: await collect(db, text, signal),
      datasets: reads.filter(read => read !== METRICS),
      readsMetrics: reads.includes(METRICS),
    };
  } catch (error) {
    if (error instanceof StudioError) throw error;
    const { message, ...place } = sqlError(error);
    throw badInput(message, { ...place, cause: error });
  } finally {
    db.close();
  }
}

/** Gives the views, and the files that they read. */
async function bindViews(db: DuckDb, workspace: Workspace): Promise<BoundViews> {
  const bound: string[] = [];
  const views: NamedView<ReadDataset | typeof METRICS>[] = [];
  const names = await listDatasets(workspace);
  for (const name of names) {
    const { parts, contentHash } = await readManifest(workspace, name);
    const of = { name, contentHash };
    await db.run(`CREATE SCHEMA ${identifier(name)}`);
    for (const table of ['actions', 'pins', 'rejects'] as const) {
      if (parts[table].length === 0) continue;
      const files = parts[table].map(file => workspace.path('data', name, 'parts', file));
      bound.push(...files);
      const list = files.map(sqlText).join(', ');
      const source = `SELECT * FROM read_parquet([${list}], union_by_name = true)`;
      await db.run(`CREATE VIEW ${identifier(name)}.${table} AS ${source}`);
      views.push({ schema: name, table, of });
      if (names.length > 1) continue;
      await db.run(`CREATE VIEW ${table} AS ${source}`);
      views.push({ schema: '', table, of });
    }
  }
  const logs = (await workspace.list('runs'))
    .map(run => ({ run, path: join(workspace.path('runs', run), 'metrics.jsonl') }))
    .filter(({ path }) => existsSync(path));
  if (logs.length === 0) return { files: bound, views };
  bound.push(...logs.map(({ path }) => path));
  const all = logs.map(
    ({ run, path }) =>
      `SELECT ${sqlText(run)} AS run, * FROM read_json_auto(${sqlText(path)}, format = 'newline_delimited')`,
  );
  await db.run(`CREATE VIEW ${METRICS} AS ${all.join(' UNION ALL BY NAME ')}`);
  views.push({ schema: '', table: METRICS, of: METRICS });
  return { files: bound, views };
}

async function collect(db: DuckDb, text: string, signal?: AbortSignal): Promise<SqlOutput> {
  // As a table, because SHOW and DESCRIBE cannot be described as they stand.
  const columns = await db.describe(`SELECT * FROM (\n${text}\n)`);
  const rows: (string | number | boolean | null)[][] = [];
  let total = 0;
  for await (const batch of db.stream(text)) {
    throwIfCancelled(signal);
    for (let row = 0; row < batch.length; row++) {
      total++;
      if (rows.length < MOST_ROWS)
        rows.push(columns.map((_, column) => jsonValue(batch.value(column, row))));
    }
  }
  return { columns, rows, total, truncated: total > rows.length };
}

function jsonValue(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(each => String(jsonValue(each))).join(', ');
  return String(value);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
