import { isStudioError } from '../base/errors.js';
import type { PinsPreview } from '../contract/workspace.js';
import {
  type GuessedPins,
  guessPins,
  holdsPinValues,
  keyCandidates,
  mayBePins,
} from '../data/guess-pins.js';
import type { PinsMapping } from '../data/import-mapping.js';
import { openPins } from '../data/import-pins.js';
import type { InputFile } from '../data/input-file.js';
import { openRows, type RowReading } from '../data/open-rows.js';
import { joinPins, type PinsJoin } from '../data/pins-join.js';
import type { RowSource } from '../data/row-source.js';
import { shownTable } from './preview-table.js';

export type Reading = Omit<RowReading, 'mapping' | 'looksLikeData'>;

/** Whether a file describes pins rather than tells of actions, by its first rows. */
export async function looksLikePins(
  file: InputFile,
  mapping: PinsMapping,
  reading: Reading,
): Promise<boolean> {
  try {
    const { names, sample } = await opened(file, mapping, reading);
    return mayBePins(names, sample);
  } catch (error) {
    if (isStudioError(error, 'BAD_INPUT')) return false;
    throw error;
  }
}

/** The catalogue that describes most of a log's pins; null where none has a key. */
export async function proposePins(
  catalogues: readonly InputFile[],
  pins: ReadonlySet<string>,
  reading: Reading,
): Promise<PinsPreview | null> {
  let best: PinsPreview | null = null;
  for (const file of catalogues) {
    const source = await opened(file, {}, reading);
    const join = await joinPins(source, keyCandidates(source.names, source.sample), pins);
    if (!join?.isKey || (best && best.join.found >= join.found)) continue;
    best = previewOf(file, source, guessPins(source.names, source.sample, join.key), join, {});
  }
  return best;
}

/** A named pins file: with the columns that are given, or those that are guessed. */
export async function previewPins(
  file: InputFile,
  mapping: PinsMapping,
  pins: ReadonlySet<string>,
  reading: Reading,
): Promise<PinsPreview> {
  const rows = await opened(file, mapping, reading);
  const nothing = { found: 0, pins: pins.size, whole: true };
  if (mapping.columns === undefined) {
    const keys = keyCandidates(rows.names, rows.sample);
    const join = await joinPins(rows, keys, pins);
    if (join)
      return previewOf(file, rows, guessPins(rows.names, rows.sample, join.key), join, mapping);
  } else
    try {
      const { source, columns } = await openPins(file, mapping, reading);
      const join = await joinPins(source, [columns.get('pin')!], pins);
      return previewOf(
        file,
        source,
        { columns, unnamed: [], mapping: {} },
        join ?? nothing,
        mapping,
      );
    } catch (error) {
      if (!isStudioError(error, 'BAD_INPUT')) throw error;
      const guess = { columns: new Map(), unnamed: [], mapping: {} };
      const preview = previewOf(file, rows, guess, nothing, mapping);
      return { ...preview, problems: [error.describe()] };
    }
  const guess = { columns: new Map(), unnamed: [], mapping: {} };
  return {
    ...previewOf(file, rows, guess, nothing, mapping),
    problems: ['No column holds another value in each row: choose that of the pin.'],
  };
}

function previewOf(
  file: InputFile,
  source: RowSource,
  { columns, unnamed, mapping: guessed }: GuessedPins,
  { found, pins, whole }: Pick<PinsJoin, 'found' | 'pins' | 'whole'>,
  given: PinsMapping,
): PinsPreview {
  const table = shownTable(file, source, columns);
  return {
    ...table,
    file: file.path,
    unnamed,
    join: { found, pins, whole },
    settings: {
      ...given,
      ...guessed,
      file: file.path,
      header: table.header,
      columns: table.mapping,
    },
    problems: [],
  };
}

const opened = (file: InputFile, mapping: PinsMapping, reading: Reading) =>
  openRows(file, { ...reading, mapping, looksLikeData: holdsPinValues });
