import type { Interval } from './dot-plot.js';

/** One row: a dot with its interval, its number in words, and what it cost as a bar. */
export interface DotRow {
  readonly key: string;
  /** A cadence, which is drawn as its mark, or any other name. */
  readonly name: string;
  readonly estimate: Interval;
  readonly text: string;
  readonly doubt: string;
  readonly bar?: number | undefined;
  readonly barText?: string | undefined;
}

export interface DotGroup<T extends DotRow = DotRow> {
  readonly name: string;
  readonly rows: readonly T[];
}

/** A dashed line through rows, at its own value in each: [key of the row, value]. */
export interface DotReference {
  readonly name: string;
  readonly at: readonly (readonly [string, number])[];
}

/** How much longer than the dots alone an axis may become for the sake of its references. */
const STRETCH = 1.6;

/**
 * Parts the references into those that the axis takes in and those too far from the dots: these would
 * press the intervals together, so they are told in words.
 */
export function referencesWithin(
  estimates: readonly Interval[],
  references: readonly DotReference[],
): { readonly inside: readonly DotReference[]; readonly outside: readonly DotReference[] } {
  const finite = estimates.flatMap(({ value, low, high }) => [value, low, high]).filter(isNumber);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const room = (high - low) * STRETCH;
  const fits = ({ at }: DotReference) =>
    at.every(([, value]) => value >= low - room && value <= high + room);
  return {
    inside: references.filter(fits),
    outside: references.filter(reference => !fits(reference)),
  };
}

function isNumber(value: number): boolean {
  return Number.isFinite(value);
}
