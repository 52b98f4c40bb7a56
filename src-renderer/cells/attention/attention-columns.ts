export interface DrawnColumn {
  /** Place in the sequence. */
  readonly place: number;
  readonly left: number;
  readonly width: number;
}

/** Columns of the sequence's actions: as wide as their distance to the neighbours allows, at most `most`. */
export function columnsOf(
  sequence: Int32Array,
  xOf: (action: number) => number,
  width: number,
  most = 9,
): DrawnColumn[] {
  const xs = Array.from(sequence, xOf);
  return xs.flatMap((x, place) => {
    if (x < -most || x > width + most) return [];
    const before = place > 0 ? (x - xs[place - 1]!) / 2 : most / 2;
    const after = place + 1 < xs.length ? (xs[place + 1]! - x) / 2 : most / 2;
    const left = Math.max(0.35, Math.min(most / 2, before));
    const right = Math.max(0.35, Math.min(most / 2, after));
    return { place, left: x - left, width: left + right };
  });
}

/** Place in the sequence of the column under a pixel, or of the nearest within `reach`; null for none. */
export function placeUnder(columns: readonly DrawnColumn[], x: number, reach = 6): number | null {
  let best: number | null = null;
  let least = reach;
  for (const { place, left, width } of columns) {
    const off = Math.max(left - x, x - left - width, 0);
    if (off < least) {
      least = off;
      best = place;
    }
  }
  return best;
}
