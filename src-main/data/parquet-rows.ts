import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { badInput, StudioError } from '../base/errors.js';
import { type DuckDb, sqlName, sqlText } from './duckdb.js';
import { gunzipTo, type InputFile } from './input-file.js';
import type { RowBatch, RowSource } from './row-source.js';

/** Rows of a Parquet file, streamed by DuckDB; a gzipped one is unpacked into `scratch` first. */
export async function parquetRows(
  file: InputFile,
  db: DuckDb,
  scratch: string,
  onRows?: (rows: number) => void,
): Promise<RowSource> {
  const path = file.gzip ? join(scratch, `${randomUUID()}.parquet`) : file.path;
  if (file.gzip) await gunzipTo(file.path, path);
  const from = `read_parquet(${sqlText(path)})`;
  const columns = await guarded(file.path, () => db.describe(`SELECT * FROM ${from}`));
  const isTime = columns.map(({ type }) => type.startsWith('TIMESTAMP') || type === 'DATE');
  const expressions = columns.map(({ name, type }, index) => {
    if (isTime[index]) return `epoch_ms(${sqlName(name)}::TIMESTAMP)::DOUBLE`;
    if (/^(DECIMAL|HUGEINT|UHUGEINT|UBIGINT|UUID|ENUM)/.test(type))
      return `${sqlName(name)}::VARCHAR`;
    return sqlName(name);
  });
  const sample: unknown[][] = [];
  await guarded(file.path, async () => {
    for await (const batch of db.stream(`SELECT ${expressions.join(', ')} FROM ${from} LIMIT 100`))
      for (let row = 0; row < batch.length; row++)
        sample.push(columns.map((_, column) => batch.value(column, row)));
  });
  if (sample.length === 0)
    throw badInput('the file has no rows.', {
      where: file.path,
      remedy: 'Give a file that has rows.',
    });

  async function* read(wanted: readonly number[]): AsyncGenerator<RowBatch> {
    const select = wanted.map(index => expressions[index]!).join(', ');
    let first = 1;
    try {
      for await (const batch of db.stream(`SELECT ${select} FROM ${from}`)) {
        const start = first;
        const row = (index: number) => wanted.map((_, column) => batch.value(column, index));
        yield {
          length: batch.length,
          line: index => start + index,
          row,
          text: index => JSON.stringify(row(index).map(String)),
        };
        first += batch.length;
        onRows?.(batch.length);
      }
    } catch (error) {
      throw damaged(file.path, error);
    }
  }

  return {
    names: columns.map(column => column.name),
    width: columns.length,
    sample,
    timeColumns: new Set(columns.flatMap((_, index) => (isTime[index] ? [index] : []))),
    rows: read,
    notes: () => [],
  };
}

async function guarded<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw damaged(path, error);
  }
}

/** DuckDB's own words name the cause; ours name the file and the remedy. */
function damaged(path: string, error: unknown): unknown {
  if (error instanceof StudioError) return error;
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return badInput(`the Parquet file cannot be read, it may be cut or damaged (${message}).`, {
    where: path,
    remedy: 'Copy or write it again.',
    cause: error,
  });
}
