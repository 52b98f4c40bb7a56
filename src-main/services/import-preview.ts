import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badInput, isStudioError } from '../base/errors.js';
import type { ImportPreview } from '../contract/workspace.js';
import { DuckDb } from '../data/duckdb.js';
import { guessColumns, holdsValues } from '../data/guess-columns.js';
import { openActions, rowChecker } from '../data/import-actions.js';
import { resolveMapping } from '../data/import-inputs.js';
import type { ActionField, ImportMapping } from '../data/import-mapping.js';
import { type InputFile, inspectInput } from '../data/input-file.js';
import { openRows, type RowReading, textOf } from '../data/open-rows.js';
import { parsePositiveRule } from '../data/positive-rule.js';
import { RowFault, type RowSource } from '../data/row-source.js';

/** Rows that are looked at; the import itself looks at all of them. */
const LOOKED_ROWS = 200;
const SHOWN_ROWS = 12;
const SHOWN_VALUES = 20;

export interface PreviewRequest {
  readonly files: readonly string[];
  /** Settings of an import cell: as, columns, delimiter, time, positive … */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The first rows of the first file as the import would read them, and which it would reject. Columns that
 * cannot be told are a problem of the preview and no error, so that a form can ask for them.
 */
export async function previewImport({
  files,
  settings = {},
}: PreviewRequest): Promise<ImportPreview> {
  const [path] = files;
  if (path === undefined) throw badInput('no file is named.', { remedy: 'Choose a file.' });
  const { as, dataset: _, files: __, ...given } = settings;
  const asked = await resolveMapping(
    {
      dataset: 'preview',
      files,
      ...(typeof as === 'string' ? { as } : {}),
      // Checked by resolveMapping, which names what is wrong.
      mapping: given as Record<string, never>,
    },
    undefined,
  );
  const file = await inspectInput(path);
  const scratch = await mkdtemp(join(tmpdir(), 'pinnerformer-preview-'));
  const db = await DuckDb.open({ memoryLimitMb: 256, temporaryFolder: scratch });
  const reading = { db, scratch, context: {} };
  const rule = parsePositiveRule(asked.positive ?? 'all');
  try {
    const { mapping, unnamed } = asked.columns
      ? { mapping: asked, unnamed: [] }
      : await guessed(file, asked, reading);
    const opened = await openActions(file, mapping, rule, reading).catch((error: unknown) => {
      if (isStudioError(error, 'BAD_INPUT')) return error.describe();
      throw error;
    });
    const source =
      typeof opened === 'string'
        ? await openRows(file, { ...reading, mapping, looksLikeData: holdsValues })
        : opened.source;
    const columns = typeof opened === 'string' ? new Map<string, number>() : opened.columns;
    const names = source.names ?? Array.from({ length: source.width }, (_, i) => `column ${i + 1}`);
    return {
      format: file.gzip ? `${file.kind}, gzip` : file.kind,
      delimiter: source.delimiter ?? null,
      header: source.names !== undefined,
      columns: names,
      rows: source.sample.slice(0, SHOWN_ROWS).map(row => row.map(textOf)),
      mapping: Object.fromEntries(
        [...columns].map(([field, index]) => [field, source.names?.[index] ?? index + 1]),
      ),
      unnamed,
      ...(typeof opened === 'string'
        ? { accepted: 0, rejected: [], looked: 0, types: [], ratings: [], problems: [opened] }
        : { ...(await lookAtRows(opened.source, columns, rowChecker(opened))), problems: [] }),
    };
  } finally {
    db.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The mapping with columns that were guessed by names and values, for a person to check. */
async function guessed(
  file: InputFile,
  mapping: ImportMapping,
  reading: Omit<RowReading, 'mapping' | 'looksLikeData'>,
): Promise<{ mapping: ImportMapping; unnamed: readonly ActionField[] }> {
  const { names, sample } = await openRows(file, {
    ...reading,
    mapping,
    looksLikeData: holdsValues,
  });
  const { columns, unnamed } = guessColumns(names, sample);
  if (columns.size === 0) return { mapping, unnamed };
  const references = [...columns].map(([field, at]) => [field, names?.[at] ?? at + 1]);
  return {
    mapping: {
      ...mapping,
      header: names !== undefined,
      // References are names or positions, by field, which fromEntries cannot express.
      columns: Object.fromEntries(references) as ImportMapping['columns'],
    },
    unnamed,
  };
}

/** What becomes of the first rows. */
async function lookAtRows(
  source: RowSource,
  columns: ReadonlyMap<string, number>,
  reasonOf: (row: readonly unknown[]) => string | undefined,
) {
  const rejected = new Map<string, { reason: string; rows: number; line: number; text: string }>();
  const types = new Map<string, number>();
  const ratings = new Map<string, number>();
  const fields = [...columns.keys()];
  const [type, rating] = [fields.indexOf('type'), fields.indexOf('rating')];
  let looked = 0;
  let accepted = 0;
  for await (const batch of source.rows([...columns.values()])) {
    for (let i = 0; i < batch.length && looked < LOOKED_ROWS; i++) {
      looked++;
      const row = batch.row(i);
      const values = row instanceof RowFault ? [] : row;
      const reason = row instanceof RowFault ? row.reason : reasonOf(row);
      if (reason === undefined) {
        accepted++;
        countValue(types, values[type]);
        countValue(ratings, values[rating]);
        continue;
      }
      const known = rejected.get(reason);
      if (known) known.rows++;
      else rejected.set(reason, { reason, rows: 1, line: batch.line(i), text: batch.text(i) });
    }
    if (looked >= LOOKED_ROWS) break;
  }
  return {
    ...{ looked, accepted, rejected: [...rejected.values()] },
    ...{ types: mostFrequent(types), ratings: mostFrequent(ratings) },
  };
}

function countValue(counts: Map<string, number>, value: unknown): void {
  const text = textOf(value);
  if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
}

const mostFrequent = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, SHOWN_VALUES);
