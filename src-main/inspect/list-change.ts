/** How a retrieved list differs from another one. */
export interface ListChange {
  /** Pins of the second list that the first has not, in its order. */
  readonly came: Int32Array;
  /** Pins of the first list that the second has not, in its order. */
  readonly went: Int32Array;
  /** For each pin of the second list its rank in the first, from 1; 0 where it came. */
  readonly rankBefore: Int32Array;
}

/** Compares two lists of pins, best first; −1 fills up a short list and counts as nothing. */
export function compareLists(before: Int32Array, after: Int32Array): ListChange {
  const ranks = new Map<number, number>();
  before.forEach((pin, i) => {
    if (pin >= 0) ranks.set(pin, i + 1);
  });
  const kept = new Set(after);
  const listed = after.filter(pin => pin >= 0);
  return {
    came: listed.filter(pin => !ranks.has(pin)),
    went: before.filter(pin => pin >= 0 && !kept.has(pin)),
    rankBefore: listed.map(pin => ranks.get(pin) ?? 0),
  };
}
