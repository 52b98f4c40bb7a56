import type { RetrievedPin } from '../../../src-main/contract/moment.js';

/** How a pin's place in a column compares with the column of the staler cadence before it. */
export type Move =
  | { readonly kind: 'first' }
  | { readonly kind: 'new' }
  | { readonly kind: 'same' }
  /** Places up (above 0) or down. */
  | { readonly kind: 'moved'; readonly by: number };

/** The move of each pin of `column`; 'first' where there is no column before it. */
export function movesOf(
  column: readonly RetrievedPin[],
  before: readonly RetrievedPin[] | undefined,
): readonly Move[] {
  if (!before) return column.map(() => ({ kind: 'first' }));
  const ranks = new Map(before.map(({ pin, rank }) => [pin, rank]));
  return column.map(({ pin, rank }): Move => {
    const old = ranks.get(pin);
    if (old === undefined) return { kind: 'new' };
    return old === rank ? { kind: 'same' } : { kind: 'moved', by: old - rank };
  });
}

/** A move as a glyph and as words. */
export function moveText(move: Move): { readonly glyph: string; readonly words: string } {
  if (move.kind === 'first') return { glyph: '', words: '' };
  if (move.kind === 'new') return { glyph: '●', words: 'new here' };
  if (move.kind === 'same') return { glyph: '=', words: 'same rank' };
  const places = `${Math.abs(move.by)} ${Math.abs(move.by) === 1 ? 'place' : 'places'}`;
  return move.by > 0
    ? { glyph: `▲${move.by}`, words: `${places} up` }
    : { glyph: `▼${-move.by}`, words: `${places} down` };
}
