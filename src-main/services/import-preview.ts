import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badInput, isStudioError } from '../base/errors.js';
import type { ImportPreview, TablePreview } from '../contract/workspace.js';
import { DuckDb } from '../data/duckdb.js';
import { guessColumns, holdsValues } from '../data/guess-columns.js';
import { openActions, rowChecker } from '../data/import-actions.js';
import { resolveMapping } from '../data/import-inputs.js';
import { ACTION_FIELDS, type ActionField, type ImportMapping } from '../data/import-mapping.js';
import { type InputFile, inspectInput } from '../data/input-file.js';
import { openRows } from '../data/open-rows.js';
import { parsePositiveRule } from '../data/positive-rule.js';
import { resolveColumns } from '../data/resolve-columns.js';
import type { RowSource } from '../data/row-source.js';
import { looksLikePins, previewPins, proposePins, type Reading } from './preview-pins.js';
import { firstPins, lookAtRows } from './preview-rows.js';
import { shownTable } from './preview-table.js';

export interface PreviewRequest {
  readonly files: readonly string[];
  /** Settings of an import cell: as, columns, delimiter, time, positive … */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The first rows of the first log as the import would read them, and which it would reject. A file that
 * describes the log's pins is proposed as its pins file, unless settings say what the columns are. Columns
 * that cannot be told are a problem of the preview and no error, so that a form can ask for them.
 */
export async function previewImport({
  files,
  settings = {},
}: PreviewRequest): Promise<ImportPreview> {
  if (files.length === 0) throw badInput('no file is named.', { remedy: 'Choose a file.' });
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
  const scratch = await mkdtemp(join(tmpdir(), 'pinnerformer-preview-'));
  const db = await DuckDb.open({ memoryLimitMb: 256, temporaryFolder: scratch });
  const reading = { db, scratch, context: {} };
  try {
    const inputs: InputFile[] = [];
    for (const path of files) inputs.push(await inspectInput(path));
    const likePins = new Set<InputFile>();
    for (const file of inputs)
      if (await looksLikePins(file, asked.pins ?? {}, reading)) likePins.add(file);
    // What nobody has said is guessed; where columns are named, every file is a log.
    const isSaid = asked.columns !== undefined || asked.pins?.file !== undefined;
    const logs = isSaid ? inputs.slice(0, 1) : inputs.filter(file => !likePins.has(file));
    const read: Awaited<ReturnType<typeof previewActions>>[] = [];
    for (const file of logs.length > 0 ? logs : inputs.slice(0, 1))
      read.push(await previewActions(file, asked, reading));
    const isRead = ({ answer }: (typeof read)[number]) => answer.problems.length === 0;
    const log = read.find(isRead) ?? read[0]!;
    const others = isRead(log) ? read.filter(file => !isRead(file) && !isPartOf(file, log)) : [];
    const catalogues = isSaid ? [] : [...likePins].filter(file => file !== log.file);
    const pins = asked.pins?.file
      ? await previewPins(await inspectInput(asked.pins.file), asked.pins, log.pins, reading)
      : await proposePins(catalogues, log.pins, reading);
    const roleOf = (file: InputFile) => {
      if (file.path === pins?.file) return 'pins';
      return others.some(other => other.file === file) ? 'other' : 'actions';
    };
    return {
      ...log.table,
      ...log.answer,
      log: log.file.path,
      files: inputs.map(file => ({
        path: file.path,
        role: roleOf(file),
        looksLikePins: likePins.has(file),
      })),
      pins,
    };
  } finally {
    db.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A file whose rows look as those of the log is a part of it, even where too few of them tell. */
const isPartOf = (file: { table: TablePreview }, log: { table: TablePreview }) =>
  file.table.columns.length === log.table.columns.length &&
  file.table.delimiter === log.table.delimiter;

async function previewActions(file: InputFile, asked: ImportMapping, reading: Reading) {
  const rule = parsePositiveRule(asked.positive ?? 'all');
  const { mapping, unnamed } = asked.columns
    ? { mapping: asked, unnamed: [] }
    : await guessed(file, asked, reading);
  const opened = await openActions(file, mapping, rule, reading).catch((error: unknown) => {
    if (isStudioError(error, 'BAD_INPUT')) return error.describe();
    throw error;
  });
  if (typeof opened === 'string') {
    const source = await openRows(file, { ...reading, mapping, looksLikeData: holdsValues });
    const nothing = { accepted: 0, rejected: [], looked: 0, types: [], ratings: [] };
    return {
      file,
      table: shownTable(file, source, toldColumns(source, mapping, file)),
      answer: { unnamed, ...nothing, problems: [opened] },
      pins: new Set<string>(),
    };
  }
  const { source, columns } = opened;
  return {
    file,
    table: shownTable(file, source, columns),
    answer: {
      unnamed,
      ...(await lookAtRows(source, columns, rowChecker(opened))),
      problems: [],
    },
    pins: await firstPins(source, columns.get('pin')!),
  };
}

/** The columns of a file that cannot be read further; none where the mapping names one that is not there. */
function toldColumns(source: RowSource, mapping: ImportMapping, { path }: InputFile) {
  try {
    return resolveColumns(source, mapping.columns ?? {}, ACTION_FIELDS, path);
  } catch (error) {
    if (isStudioError(error, 'BAD_INPUT')) return new Map<ActionField, number>();
    throw error;
  }
}

/** The mapping with columns that were guessed by names and values, for a person to check. */
async function guessed(
  file: InputFile,
  mapping: ImportMapping,
  reading: Reading,
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
