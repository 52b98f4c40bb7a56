import { mkdir } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { badInput } from '../base/errors.js';
import { withTemporaryFile, writeFileAtomic } from '../base/files.js';
import { DuckDb, type SqlType, type SqlValue, sqlName, sqlText } from '../data/duckdb.js';
import { type NpyField, npyMatrix, npyRecords } from './npy.js';

export const exportFormats = ['.npy', '.parquet', '.csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A column of an exported table; `embedding` is a whole matrix [rows, width] as one column. */
export type ExportColumn =
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array | Float32Array }
  /** Whole numbers; −1 stands for a missing one and becomes an empty cell, in .npy it stays −1. */
  | { readonly name: string; readonly kind: 'whole'; readonly values: Int32Array }
  /** UTC ms; int64 in .npy, else ISO 8601 text. */
  | { readonly name: string; readonly kind: 'time'; readonly values: Float64Array }
  | {
      readonly name: string;
      readonly kind: 'embedding';
      readonly values: Float32Array;
      readonly width: number;
    };

export interface ExportTable {
  readonly rows: number;
  readonly columns: readonly ExportColumn[];
}

/** The format that a file's name asks for; BAD_INPUT names the three there are. */
export function exportFormatOf(path: string): ExportFormat {
  const extension = extname(path).toLowerCase();
  const format = exportFormats.find(known => known === extension);
  if (format) return format;
  throw badInput(`"${path}" does not say in which format to write.`, {
    where: 'to',
    remedy: `Give a name that ends in ${exportFormats.join(', ')}.`,
  });
}

/**
 * Writes the table and, beside it as `<path>.json`, where it comes from, which Parquet holds too as its
 * metadata under `origin`. In .npy a table with an
 * embedding is the float32 matrix alone and its other columns go into the JSON; other tables are
 * structured arrays. Resolves with the paths written.
 */
export async function writeExport(
  path: string,
  table: ExportTable,
  origin: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const format = exportFormatOf(path);
  const beside = `${path}.json`;
  const shared = { ...origin, rows: table.rows, columns: table.columns.map(column => column.name) };
  const embedding = table.columns.find(column => column.kind === 'embedding');
  await mkdir(dirname(path), { recursive: true });
  if (format !== '.npy') {
    await writeWithDuckDb(path, format, table, origin);
    await writeFileAtomic(beside, `${JSON.stringify(shared, null, 2)}\n`);
  } else if (embedding?.kind === 'embedding') {
    await writeFileAtomic(path, npyMatrix(embedding.values, table.rows, embedding.width));
    const others = table.columns.filter(column => column !== embedding);
    const rowsOf = Object.fromEntries(others.map(other => [other.name, [...other.values]]));
    const content = { ...shared, shape: [table.rows, embedding.width], ...rowsOf };
    await writeFileAtomic(beside, `${JSON.stringify(content)}\n`);
  } else {
    await writeFileAtomic(path, npyRecords(table.columns.map(npyField)));
    await writeFileAtomic(beside, `${JSON.stringify(shared, null, 2)}\n`);
  }
  return [path, beside];
}

function npyField(column: ExportColumn): NpyField {
  if (column.kind === 'embedding') throw new RangeError('internal: a matrix is no field');
  return { name: column.name, values: column.values, asInt64: column.kind === 'time' };
}

async function writeWithDuckDb(
  path: string,
  format: Exclude<ExportFormat, '.npy'>,
  table: ExportTable,
  origin: Readonly<Record<string, unknown>>,
): Promise<void> {
  const db = await DuckDb.open();
  try {
    // A CSV has no arrays: an embedding is one column an element there.
    const columns = format === '.csv' ? table.columns.flatMap(spread) : table.columns;
    const types = columns.map(sqlTypeOf);
    const declared = columns.map((column, i) => `${sqlName(column.name)} ${types[i]}`);
    await db.run(`CREATE TABLE exported (${declared.join(', ')})`);
    const appender = await db.appender('exported', types);
    for (let row = 0; row < table.rows; row++)
      appender.row(columns.map(column => cellOf(column, row)));
    appender.close();
    const metadata = `KV_METADATA { origin: ${sqlText(JSON.stringify(origin))} }`;
    const options =
      format === '.csv' ? 'FORMAT csv, HEADER' : `FORMAT parquet, COMPRESSION zstd, ${metadata}`;
    await withTemporaryFile(path, temporary =>
      db.run(`COPY exported TO ${sqlText(temporary)} (${options})`),
    );
  } finally {
    db.close();
  }
}

function spread(column: ExportColumn): ExportColumn[] {
  if (column.kind !== 'embedding') return [column];
  const { name, values, width } = column;
  const rows = width === 0 ? 0 : values.length / width;
  return Array.from({ length: width }, (_, k) => ({
    name: `${name}${k}`,
    kind: 'number' as const,
    values: Float32Array.from({ length: rows }, (_unused, row) => values[row * width + k] ?? 0),
  }));
}

function sqlTypeOf(column: ExportColumn): SqlType {
  if (column.kind === 'text' || column.kind === 'time') return 'VARCHAR';
  if (column.kind === 'whole') return 'INTEGER';
  return column.kind === 'number' ? 'DOUBLE' : `FLOAT[${column.width}]`;
}

function cellOf(column: ExportColumn, row: number): SqlValue {
  if (column.kind === 'embedding')
    return column.values.subarray(row * column.width, (row + 1) * column.width);
  if (column.kind === 'text') return column.values[row] ?? '';
  const value = column.values[row] ?? Number.NaN;
  if (column.kind === 'time') return new Date(value).toISOString();
  if (column.kind === 'whole') return value < 0 ? null : value;
  return Number.isFinite(value) ? value : null;
}
