import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../base/errors.js';
import type { CellOutput } from '../../contract/notebook.js';
import type { CellOutputs } from '../../contract/outputs.js';
import { type ExportColumn, type ExportTable, writeExport } from '../export-file.js';

/** A cell's table as the bytes of a file, with its name. BAD_INPUT for cells that hold no table. */
export async function exportTable(
  output: CellOutput,
  format: 'csv' | 'parquet',
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const table = tableOf(output);
  const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-export-'));
  const fileName = `${output.kind}-${output.key.slice(0, 8)}.${format}`;
  try {
    const path = join(folder, fileName);
    await writeExport(path, table, { kind: output.kind, ...output.provenance });
    return { fileName, bytes: new Uint8Array(await readFile(path)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows of an output; each kind has one table that says what it computed. */
function tableOf({ kind, value }: CellOutput): ExportTable {
  // The output was made by the cell of this kind.
  const of = <K extends keyof CellOutputs>(_: K) => value as CellOutputs[K];
  if (kind === 'simulate') return recallTable(of('simulate'));
  if (kind === 'users') return usersTable(of('users'));
  if (kind === 'compare') return compareTable(of('compare'));
  if (kind === 'sql') return sqlTable(of('sql'));
  if (kind === 'profile') return profileTable(of('profile'));
  throw new StudioError('BAD_INPUT', `a ${kind} cell has no table to export.`, {
    where: 'exportTable',
    remedy: 'Copy the table that it shows.',
  });
}

function recallTable({ report: { rows } }: CellOutputs['simulate']): ExportTable {
  const number = (name: string, of: (row: (typeof rows)[number]) => number): ExportColumn => ({
    name,
    kind: 'number',
    values: Float64Array.from(rows, of),
  });
  return {
    rows: rows.length,
    columns: [
      { name: 'run', kind: 'text', values: rows.map(({ run }) => run) },
      { name: 'cadence', kind: 'text', values: rows.map(({ cadence }) => cadence) },
      ...(['all', 'new', 'repeat'] as const).flatMap(target =>
        (['value', 'low', 'high'] as const).map(part =>
          number(`recall10_${target}_${part}`, row => row.recallAt10[target][part]),
        ),
      ),
      number('coverage_p90_10', row => row.coverageP90At10),
      number('interest_entropy_50', row => row.interestEntropyAt50),
      number('embeddings_computed', row => row.embeddingsComputed),
    ],
  };
}

function usersTable({ users, columns }: CellOutputs['users']): ExportTable {
  return {
    rows: users.length,
    columns: [
      { name: 'user', kind: 'text', values: users },
      ...columns.map(({ name, values }): ExportColumn => ({ name, kind: 'number', values })),
    ],
  };
}

function compareTable({ users, runs, recall }: CellOutputs['compare']): ExportTable {
  return {
    rows: users.length,
    columns: [
      { name: 'user', kind: 'text', values: users },
      ...runs.map((name, i): ExportColumn => ({ name, kind: 'number', values: recall[i]! })),
    ],
  };
}

function profileTable({ sample }: CellOutputs['profile']): ExportTable {
  return {
    rows: sample.users.length,
    columns: [
      { name: 'user', kind: 'text', values: sample.users },
      { name: 'actions', kind: 'whole', values: sample.actions },
      { name: 'active_days', kind: 'whole', values: sample.activeDays },
      { name: 'median_gap_seconds', kind: 'number', values: sample.medianGapSeconds },
      { name: 'repeat_share', kind: 'number', values: sample.repeatShare },
      { name: 'last_at', kind: 'time', values: sample.lastAtMs },
    ],
  };
}

/** Columns of numbers stay numbers; everything else is written as text. */
function sqlTable({ columns, rows }: CellOutputs['sql']): ExportTable {
  return {
    rows: rows.length,
    columns: columns.map(({ name }, column): ExportColumn => {
      const values = rows.map(row => row[column] ?? null);
      return values.every(value => value === null || typeof value === 'number')
        ? { name, kind: 'number', values: Float64Array.from(values, each => each ?? Number.NaN) }
        : { name, kind: 'text', values: values.map(each => (each === null ? '' : String(each))) };
    }),
  };
}
