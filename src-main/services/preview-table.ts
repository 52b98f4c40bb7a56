import type { TablePreview } from '../contract/workspace.js';
import type { InputFile } from '../data/input-file.js';
import { textOf } from '../data/open-rows.js';
import type { RowSource } from '../data/row-source.js';

const SHOWN_ROWS = 12;

/** The first rows of a file, and what its columns are taken for. */
export function shownTable(
  file: InputFile,
  source: RowSource,
  columns: ReadonlyMap<string, number>,
): TablePreview {
  return {
    format: file.gzip ? `${file.kind}, gzip` : file.kind,
    delimiter: source.delimiter ?? null,
    header: source.names !== undefined,
    columns: source.names ?? Array.from({ length: source.width }, (_, i) => `column ${i + 1}`),
    rows: source.sample.slice(0, SHOWN_ROWS).map(row => row.map(textOf)),
    mapping: Object.fromEntries(
      [...columns].map(([field, index]) => [field, source.names?.[index] ?? index + 1]),
    ),
  };
}
