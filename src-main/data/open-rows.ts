import { basename } from 'node:path';
import type { JobContext } from '../base/progress.js';
import { delimitedRows } from './delimited-rows.js';
import type { DuckDb } from './duckdb.js';
import type { ImportMapping } from './import-mapping.js';
import type { InputFile } from './input-file.js';
import { jsonRows } from './json-rows.js';
import { parquetRows } from './parquet-rows.js';
import type { RowSource } from './row-source.js';

type TableMapping = Pick<ImportMapping, 'delimiter' | 'header' | 'encoding' | 'quotes'>;

export interface RowReading {
  readonly mapping: TableMapping;
  readonly looksLikeData: (fields: readonly string[]) => boolean;
  readonly db: DuckDb;
  /** Folder for what has to be unpacked. */
  readonly scratch: string;
  readonly context: JobContext;
}

/** The rows of an inspected file, by the reader that its format needs; progress in bytes or rows. */
export async function openRows(file: InputFile, reading: RowReading): Promise<RowSource> {
  const { mapping, context } = reading;
  const stage = `reading ${basename(file.path)}`;
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    context.onProgress?.({ stage, done, total: file.bytes, unit: 'bytes' });
  };
  if (file.kind === 'parquet')
    return parquetRows(file, reading.db, reading.scratch, rows => {
      done += rows;
      context.onProgress?.({ stage, done, unit: 'rows' });
    });
  const encoding = mapping.encoding ?? 'auto';
  if (file.kind === 'json') return jsonRows(file, encoding, onBytes);
  return delimitedRows(file, {
    delimiter: mapping.delimiter,
    header: mapping.header ?? 'auto',
    encoding,
    quotes: mapping.quotes,
    looksLikeData: reading.looksLikeData,
    onBytes,
  });
}

/** A value as an id or label: trimmed; '' for nothing at all. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (value === null || value === undefined) return '';
  return String(value);
}
