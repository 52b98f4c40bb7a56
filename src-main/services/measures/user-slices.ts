/** Users taken together because they are alike. */
export interface Slice {
  readonly by: 'activity' | 'staleness' | 'interest';
  readonly label: string;
  /** Places among the evaluated users. */
  readonly places: Int32Array;
}

export interface SlicedUsers {
  /** Actions up to t. */
  readonly actions: Float64Array;
  /** Days between the last action and t; NaN without one. */
  readonly staleness: Float64Array;
  /** Index of the interest of most actions, −1 without one. */
  readonly interest: readonly number[];
  readonly interestNames: readonly string[];
}

const ACTIVITY = [1, 5, 20, 100, Number.POSITIVE_INFINITY];
const STALENESS = [0, 1, 7, 28, Number.POSITIVE_INFINITY];
/** Interests with a slice of their own: those of most users. */
const MOST_INTERESTS = 8;

/** Slices by activity, staleness and main interest; empty ones are left out. */
export function slicesOf(users: SlicedUsers): Slice[] {
  return [
    ...bands('activity', users.actions, ACTIVITY, 'actions'),
    ...bands('staleness', users.staleness, STALENESS, 'days since the last action'),
    ...byInterest(users),
  ].filter(({ places }) => places.length > 0);
}

/** [from, to) bands of a figure. */
function bands(
  by: 'activity' | 'staleness',
  values: Float64Array,
  edges: readonly number[],
  what: string,
): Slice[] {
  return edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1]!;
    const label =
      to === Number.POSITIVE_INFINITY ? `${from} ${what} or more` : `${from} to ${to} ${what}`;
    return {
      by,
      label,
      places: placesWhere(values.length, i => values[i]! >= from && values[i]! < to),
    };
  });
}

function byInterest({ interest, interestNames }: SlicedUsers): Slice[] {
  const counts = new Map<number, number>();
  for (const each of interest) if (each >= 0) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, MOST_INTERESTS)
    .map(([main]) => ({
      by: 'interest',
      label: interestNames[main] ?? '',
      places: placesWhere(interest.length, i => interest[i] === main),
    }));
}

function placesWhere(count: number, holds: (place: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, place) => place).filter(holds);
}
