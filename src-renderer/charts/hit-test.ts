/** A mark on screen: its column, the band it stands in, and which action it is. */
export interface PlacedMark {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly action: number;
}

/**
 * The mark at a point, or the nearest within `reach` pixels to the sides in the same band; null for none.
 * `marks` ascend by x.
 */
export function markAt(
  marks: readonly PlacedMark[],
  point: { readonly x: number; readonly y: number },
  reach = 6,
): PlacedMark | null {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]!.x < point.x - reach) low = middle + 1;
    else high = middle;
  }
  let best: PlacedMark | null = null;
  for (let i = low; i < marks.length && marks[i]!.x <= point.x + reach; i++) {
    const mark = marks[i]!;
    if (point.y < mark.top || point.y > mark.bottom) continue;
    if (best === null || Math.abs(mark.x - point.x) < Math.abs(best.x - point.x)) best = mark;
  }
  return best;
}
