import { badInput, throwIfCancelled } from '../base/errors.js';
import { columnsText, guessColumns, holdsValues, namedColumns } from './guess-columns.js';
import { ACTION_FIELDS, type ActionField, type ImportMapping } from './import-mapping.js';
import type { InputFile } from './input-file.js';
import { openRows, type RowReading, textOf } from './open-rows.js';
import { guessTimeFormat, isYearLast, parseTime, type TimeFormat, toNumber } from './parse-time.js';
import type { PositiveRule, RuleRow } from './positive-rule.js';
import { describeColumns, isDataLine, resolveColumns } from './resolve-columns.js';
import { RowFault, type RowSource } from './row-source.js';
import { type ActionBlock, BLOCK_ROWS, newActionBlock } from './staged-actions.js';
import type { DatasetWriter } from './writer.js';

/** A file of actions, opened: its columns and its time format are known. */
export interface OpenActions {
  readonly file: InputFile;
  readonly source: RowSource;
  readonly columns: ReadonlyMap<ActionField, number>;
  readonly time: TimeFormat;
}

/** Opens a file of actions; BAD_INPUT when a column that is needed is missing or no time can be read. */
export async function openActions(
  file: InputFile,
  mapping: ImportMapping,
  rule: PositiveRule,
  reading: Omit<RowReading, 'mapping' | 'looksLikeData'>,
): Promise<OpenActions> {
  const mapped = mapping.columns ?? {};
  const source = await openRows(file, {
    ...reading,
    mapping,
    looksLikeData: fields => isDataLine(fields, mapped),
  });
  if (source.sample.length === 0)
    throw badInput(source.names ? 'no row follows the header.' : 'the file has no rows.', {
      where: file.path,
      remedy: 'Give a file that has rows.',
    });
  const columns = mapping.columns
    ? resolveColumns(source, mapped, ACTION_FIELDS, file.path)
    : namedColumns(source.names ?? []);
  for (const field of ['user', 'pin'] as const)
    if (!columns.has(field)) throw missingColumn(field, source, file.path);
  for (const field of rule.fields)
    if (!columns.has(field))
      throw badInput(
        `the positive rule "${rule.text}" needs ${field}, and no column is mapped to it.`,
        {
          where: file.path,
          remedy: `Name it in \`columns\`, for example ${field}=${source.names?.[0] ?? 3}.`,
        },
      );
  return { file, source, columns, time: timeFormat(file.path, source, columns, mapping) };
}

/** With the columns that the file's names and values speak for, where they do. */
function missingColumn(field: 'user' | 'pin' | 'at', source: RowSource, path: string) {
  const names = source.names && holdsValues(source.names) ? undefined : source.names;
  const { columns } = guessColumns(names, source.sample);
  const headless = names || !source.names ? '' : ' without a header (`header`)';
  const guess = columns.has(field)
    ? `Give \`columns\` ${columnsText(columns, names)}${headless}: so it looks by names and values.`
    : `Name it in \`columns\`, for example ${field}=${source.names?.[0] ?? 1}.`;
  const orOrder = field === 'at' ? ' Give `time` as order when the rows are in time order.' : '';
  return badInput(`no column is mapped to ${field}; ${describeColumns(source)}.`, {
    where: path,
    remedy: `${guess}${orOrder}`,
  });
}

function timeFormat(
  path: string,
  source: RowSource,
  columns: ReadonlyMap<ActionField, number>,
  mapping: ImportMapping,
): TimeFormat {
  if (mapping.time === 'order') return 'order';
  if (!columns.has('at')) throw missingColumn('at', source, path);
  const at = columns.get('at')!;
  if (source.timeColumns.has(at)) return 'ms';
  if (mapping.time) return mapping.time;
  const values = source.sample.map(row => row[at]);
  const guessed = guessTimeFormat(values);
  if (guessed) return guessed;
  const given = values.map(textOf).find(text => text !== '') ?? '';
  throw badInput(`no time can be read in "${given.slice(0, 60)}".`, {
    where: path,
    remedy: isYearLast(given)
      ? 'Give `time` as dmy where the day stands first, as mdy where the month does.'
      : 'Times are seconds, milliseconds or ISO 8601; look at `columns` at=… and `time`.',
  });
}

export interface ActionImport {
  readonly writer: DatasetWriter;
  readonly rule: PositiveRule;
  /** For `--time order`: the number of the next row. */
  nextOrder: number;
  /** Places of pins, by index, where actions carry them: for interests of undescribed pins. */
  readonly places: Map<number, readonly [lat: number, lon: number]> | undefined;
  /** Called after each batch; throws when too many rows have been rejected. */
  readonly check: () => void;
}

/**
 * Appends a file's actions in source order. A bad row is rejected with line and reason and never
 * stops the import. Returns rows and accepted rows.
 */
export async function importActionRows(
  actions: OpenActions,
  state: ActionImport,
  signal: AbortSignal | undefined,
): Promise<{ rows: number; accepted: number }> {
  const { file, source, columns } = actions;
  const { writer } = state;
  const reader = new ActionReader(actions, state);
  const block = newActionBlock();
  let rows = 0;
  let accepted = 0;
  for await (const batch of source.rows([...columns.values()])) {
    throwIfCancelled(signal);
    for (let i = 0; i < batch.length; i++) {
      rows++;
      const row = batch.row(i);
      const reason = row instanceof RowFault ? row.reason : reader.read(row);
      if (reason !== undefined) {
        writer.reject(file.path, batch.line(i), reason, batch.text(i));
        continue;
      }
      accepted++;
      reader.put(block, block.length++);
      if (block.length === BLOCK_ROWS) {
        await writer.append(block);
        block.length = 0;
      }
    }
    state.check();
  }
  await writer.append(block);
  return { rows, accepted };
}

/** Tells why a row of the file would be rejected; undefined where it would not. Writes nothing. */
export function rowChecker(actions: OpenActions): (row: readonly unknown[]) => string | undefined {
  const reader = new ActionReader(actions, undefined);
  return row => reader.read(row);
}

/** Reads one row at a time into fields of its own, so that a row costs no object. */
class ActionReader {
  readonly #asked: RuleRow = { type: '', surface: '', duration: 0, rating: 0 };
  readonly #time: TimeFormat;
  readonly #place: { readonly [field in ActionField]: number };
  #userId = '';
  #pinId = '';
  #atMs = 0;
  #lat = Number.NaN;
  #lon = Number.NaN;

  constructor(
    actions: OpenActions,
    private readonly state: ActionImport | undefined,
  ) {
    this.#time = actions.time;
    const fields = [...actions.columns.keys()];
    const places = ACTION_FIELDS.map(field => [field, fields.indexOf(field)]);
    // One entry for each of ACTION_FIELDS, which fromEntries cannot express.
    this.#place = Object.fromEntries(places) as { [field in ActionField]: number };
  }

  /** Reads a row; the reason when it has to be rejected. */
  read(row: readonly unknown[]): string | undefined {
    const place = this.#place;
    this.#userId = textOf(row[place.user]);
    if (this.#userId === '') return 'missing user';
    this.#pinId = textOf(row[place.pin]);
    if (this.#pinId === '') return 'missing pin';
    if (this.#time !== 'order') {
      const value = row[place.at];
      if (value === '' || value === null || value === undefined) return 'missing time';
      this.#atMs = parseTime(value, this.#time);
      if (Number.isNaN(this.#atMs)) return 'unparsable time';
    }
    const asked = this.#asked;
    asked.duration = optionalNumber(row, place.duration);
    if (asked.duration === UNPARSABLE) return 'unparsable duration';
    if (asked.duration < 0) return 'negative duration';
    asked.rating = optionalNumber(row, place.rating);
    if (asked.rating === UNPARSABLE) return 'unparsable rating';
    asked.type = place.type < 0 ? '' : textOf(row[place.type]);
    asked.surface = place.surface < 0 ? '' : textOf(row[place.surface]);
    this.#lat = optionalNumber(row, place.lat);
    this.#lon = optionalNumber(row, place.lon);
    return undefined;
  }

  /** Puts the action that was read last into a slot of `block`. */
  put(block: ActionBlock, slot: number): void {
    if (!this.state) throw new Error('internal: a checker puts no rows');
    const { writer, rule, places } = this.state;
    const asked = this.#asked;
    const pin = writer.pins.indexOf(this.#pinId);
    block.user[slot] = writer.userOf(this.#userId);
    block.pin[slot] = pin;
    block.atMs[slot] = this.#time === 'order' ? this.state.nextOrder++ : this.#atMs;
    block.type[slot] = this.#place.type < 0 ? writer.typeOfNone : writer.typeOf(asked.type);
    block.surface[slot] =
      this.#place.surface < 0 ? writer.surfaceOfNone : writer.surfaceOf(asked.surface);
    block.durationSeconds[slot] = Number.isNaN(asked.duration) ? 0 : asked.duration;
    block.rating[slot] = asked.rating;
    block.positive[slot] = rule.test(asked) ? 1 : 0;
    if (places && !places.has(pin) && Number.isFinite(this.#lat + this.#lon))
      places.set(pin, [this.#lat, this.#lon]);
  }
}

const UNPARSABLE = Number.POSITIVE_INFINITY;

/** NaN for a missing value, UNPARSABLE for what is no finite number. */
function optionalNumber(row: readonly unknown[], index: number): number {
  if (index < 0) return Number.NaN;
  const value = row[index];
  if (value === null || value === undefined || value === '') return Number.NaN;
  const number = toNumber(value);
  return Number.isFinite(number) ? number : UNPARSABLE;
}
