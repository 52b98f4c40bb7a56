import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badInput } from '../../base/errors.js';
import type { SentTable } from '../../contract/notebook.js';
import { type ExportColumn, writeExport } from '../export-file.js';

/** A table that a window shows, as the bytes of a file. BAD_INPUT where its columns differ in length. */
export async function exportTable(
  { title, from, columns }: SentTable,
  format: 'csv' | 'parquet',
): Promise<Uint8Array> {
  const rows = columns[0]?.values.length ?? 0;
  const odd = columns.find(({ values }) => values.length !== rows);
  if (odd)
    throw badInput(`the column "${odd.name}" has ${odd.values.length} rows of ${rows}.`, {
      where: title,
      remedy: 'Run the cell again.',
    });
  const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-export-'));
  try {
    const path = join(folder, `table.${format}`);
    await writeExport(path, { rows, columns: unlike(columns).map(columnOf) }, { title, from });
    return new Uint8Array(await readFile(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type SentColumn = SentTable['columns'][number];

/** Columns of a file need names of their own, whatever case they are in: a second "low" is "low 2". */
function unlike(columns: readonly SentColumn[]): SentColumn[] {
  const taken = new Set<string>();
  return columns.map(column => {
    let { name } = column;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${column.name} ${number}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}

/** Numbers stay numbers, counts whole ones; where a text stands among them, all is text. */
function columnOf({ name, values }: SentColumn): ExportColumn {
  if (values.length > 0 && values.every(value => value === null || typeof value === 'number'))
    return numbers(
      name,
      Float64Array.from(values, value => (value === null ? Number.NaN : Number(value))),
    );
  return { name, kind: 'text', values: values.map(value => (value === null ? '' : `${value}`)) };
}

/** A share may be 0 or 1 in every row and is no count for that. */
function numbers(name: string, values: Float64Array): ExportColumn {
  const known = values.filter(value => !Number.isNaN(value));
  const counts =
    known.some(value => value > 1) &&
    known.every(value => Number.isInteger(value) && value >= 0 && value <= 0x7fffffff);
  if (!counts) return { name, kind: 'number', values };
  const whole = Int32Array.from(values, value => (Number.isNaN(value) ? -1 : value));
  return { name, kind: 'whole', values: whole };
}
