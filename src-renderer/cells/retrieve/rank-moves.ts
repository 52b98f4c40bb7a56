import type { RetrievedColumn, RetrievedPin } from '../../../src-main/contract/moment.js';

/** Against the list to the left: came, moved up or down by places, or stayed. */
export type Move =
  | { readonly kind: 'first' }
  | { readonly kind: 'new' }
  | { readonly kind: 'same' }
  | { readonly kind: 'up' | 'down'; readonly places: number };

export interface MovedPin {
  readonly pin: RetrievedPin;
  readonly move: Move;
  /** Not in the list to the right. */
  readonly gone: boolean;
}

export interface MovedColumn {
  readonly cadence: string;
  readonly seenUntilMs: number;
  readonly pins: readonly MovedPin[];
  readonly hits: number;
}

/** What moved, came and went from column to column, from the stalest cadence to the freshest. */
export function movedColumns(columns: readonly RetrievedColumn[]): MovedColumn[] {
  const ranks = columns.map(({ pins }) => new Map(pins.map(({ pin, rank }) => [pin, rank])));
  return columns.map(({ cadence, seenUntilMs, pins }, c) => ({
    cadence,
    seenUntilMs,
    hits: pins.filter(isHit).length,
    pins: pins.map(pin => ({
      pin,
      move: c === 0 ? { kind: 'first' } : moveOf(ranks[c - 1]?.get(pin.pin), pin.rank),
      gone: c + 1 < columns.length && !ranks[c + 1]?.has(pin.pin),
    })),
  }));
}

/** The first pins of each column; what they say of moves still regards all. */
export function firstOf(columns: readonly MovedColumn[], most: number): MovedColumn[] {
  return columns.map(column => ({ ...column, pins: column.pins.slice(0, most) }));
}

function moveOf(before: number | undefined, rank: number): Move {
  if (before === undefined) return { kind: 'new' };
  if (before === rank) return { kind: 'same' };
  return { kind: before > rank ? 'up' : 'down', places: Math.abs(before - rank) };
}

/** A positive engagement came within 14 days. */
export const isHit = ({ engagedAtMs }: RetrievedPin): boolean => engagedAtMs !== null;

/** "▲2", "▼4", "=", "● new". */
export function moveText(move: Move): string {
  switch (move.kind) {
    case 'first':
      return '';
    case 'new':
      return '● new';
    case 'same':
      return '=';
    default:
      return `${move.kind === 'up' ? '▲' : '▼'}${move.places}`;
  }
}

/** The same for those who hear it. */
export function moveWords(move: Move, staler: string): string {
  switch (move.kind) {
    case 'first':
      return '';
    case 'new':
      return `not in ${staler}`;
    case 'same':
      return `same rank as ${staler}`;
    default:
      return `${move.places} ${move.kind} from ${staler}`;
  }
}
