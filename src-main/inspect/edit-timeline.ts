import { badInput } from '../base/errors.js';
import { type UserTimeline, userTimeline } from './user-timeline.js';

/** One change of a user's past. `action` counts within the user's timeline as it is in the data. */
export type TimelineEdit =
  | { readonly kind: 'drop'; readonly action: number }
  | { readonly kind: 'move'; readonly action: number; readonly atMs: number }
  | {
      readonly kind: 'insert';
      readonly pin: number;
      readonly atMs: number;
      /** Index into the data set's action types and surfaces; 0 when absent. */
      readonly type?: number | undefined;
      readonly surface?: number | undefined;
      readonly durationSeconds?: number | undefined;
    };

/** How many of each there are: what an inserted action may name. */
export interface EditLimits {
  readonly pins: number;
  readonly types: number;
  readonly surfaces: number;
}

interface Row {
  readonly pin: number;
  readonly atMs: number;
  readonly type: number;
  readonly surface: number;
  readonly durationSeconds: number;
  readonly positive: number;
}

/**
 * The timeline after all edits, ascending by time; actions of one millisecond keep their order, inserted
 * ones last. Edits name actions of the given timeline, so their order does not matter. BAD_INPUT names an
 * edit of what is not there.
 */
export function editTimeline(
  timeline: UserTimeline,
  edits: readonly TimelineEdit[],
  limits: EditLimits,
): UserTimeline {
  const count = timeline.pin.length;
  const rows: (Row | undefined)[] = Array.from({ length: count }, (_, action) => ({
    pin: timeline.pin[action]!,
    atMs: timeline.atMs[action]!,
    type: timeline.type[action]!,
    surface: timeline.surface[action]!,
    durationSeconds: timeline.durationSeconds[action]!,
    positive: timeline.positive[action]!,
  }));
  const inserted: Row[] = [];
  edits.forEach((edit, i) => {
    const where = `edits[${i}]`;
    if (edit.kind === 'insert') {
      inserted.push(insertedRow(edit, limits, where));
      return;
    }
    const row = rows[edit.action];
    if (row === undefined)
      throw badInput(`the user has no action ${edit.action} to ${edit.kind}.`, {
        where,
        remedy: `Name one of 0 to ${count - 1}, each only once.`,
      });
    rows[edit.action] =
      edit.kind === 'drop' ? undefined : { ...row, atMs: checkedTime(edit.atMs, where) };
  });
  const kept = [...rows, ...inserted].filter(row => row !== undefined);
  return columnsOf(kept.sort((a, b) => a.atMs - b.atMs));
}

function insertedRow(
  edit: Extract<TimelineEdit, { kind: 'insert' }>,
  limits: EditLimits,
  where: string,
): Row {
  const { pin, type = 0, surface = 0, durationSeconds = 0 } = edit;
  const check = (what: string, value: number, count: number) => {
    if (!(Number.isInteger(value) && value >= 0 && value < count))
      throw badInput(`there is no ${what} ${value}.`, {
        where,
        remedy: `Give a whole number from 0 to ${count - 1}.`,
      });
  };
  check('pin', pin, limits.pins);
  check('action type', type, Math.max(1, limits.types));
  check('surface', surface, Math.max(1, limits.surfaces));
  if (!(Number.isFinite(durationSeconds) && durationSeconds >= 0))
    throw badInput(`${durationSeconds} is no duration in seconds.`, {
      where,
      remedy: 'Give 0 or more.',
    });
  return { pin, type, surface, durationSeconds, atMs: checkedTime(edit.atMs, where), positive: 0 };
}

function checkedTime(atMs: number, where: string): number {
  if (Number.isFinite(atMs)) return Math.round(atMs);
  throw badInput(`${atMs} is no time.`, { where, remedy: 'Give milliseconds since 1970, UTC.' });
}

function columnsOf(rows: readonly Row[]): UserTimeline {
  return userTimeline({
    pin: Int32Array.from(rows, row => row.pin),
    atMs: Float64Array.from(rows, row => row.atMs),
    type: Uint8Array.from(rows, row => row.type),
    surface: Uint8Array.from(rows, row => row.surface),
    durationSeconds: Float32Array.from(rows, row => row.durationSeconds),
    positive: Uint8Array.from(rows, row => row.positive),
  });
}
