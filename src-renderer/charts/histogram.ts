import { range, ticks } from 'd3';

/** Edges of bins of equal, round width that hold `low` to `high`; at most about `count` bins. */
export function linearEdges(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low - 0.5, low + 0.5];
  const inner = ticks(low, high, count);
  const step = inner.length > 1 ? inner[1]! - inner[0]! : high - low;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return range(first, Math.max(last, first + 1) + 1).map(place => place * step);
}

/** Edges that grow by 2^(1 / `perDoubling`), from a power at or below `low` to one at or above `high`. */
export function logEdges(low: number, high: number, perDoubling: number): number[] {
  const first = Math.floor(Math.log2(low) * perDoubling + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log2(high) * perDoubling - 1e-9));
  return range(first, last + 1).map(place => 2 ** (place / perDoubling));
}

/** Edges that hold whole numbers only once each: narrow bins of a logarithmic axis hold no integer. */
export function integerEdges(edges: readonly number[]): number[] {
  return [...new Set(edges.map(edge => Math.ceil(edge - 1e-9)))];
}

/**
 * How many values lie in each bin [edge, next edge); the last bin holds its upper edge too. Values
 * outside, NaN, and those whose `keep` is 0 are not counted.
 */
export function countBins(
  values: ArrayLike<number>,
  edges: readonly number[],
  keep?: ArrayLike<number>,
): Uint32Array {
  const counts = new Uint32Array(Math.max(0, edges.length - 1));
  for (let i = 0; i < values.length; i++) {
    if (keep !== undefined && keep[i] === 0) continue;
    const bin = binOf(values[i]!, edges);
    if (bin >= 0) counts[bin]!++;
  }
  return counts;
}

/** The bin that holds a value, −1 for none. */
export function binOf(value: number, edges: readonly number[]): number {
  const last = edges.length - 1;
  if (last < 1 || !(value >= edges[0]! && value <= edges[last]!)) return -1;
  let low = 0;
  let high = last - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A span of values that is kept, both ends included. */
export type Span = readonly [number, number];

/**
 * 1 for each row that lies within all spans; a column without a span keeps every row. NaN is outside of
 * any span.
 */
export function keepWithin(
  columns: readonly { readonly values: ArrayLike<number>; readonly span: Span | null }[],
  rows: number,
): Uint8Array {
  const keep = new Uint8Array(rows).fill(1);
  for (const { values, span } of columns) {
    if (span === null) continue;
    for (let row = 0; row < rows; row++) {
      const value = values[row]!;
      if (!(value >= span[0] && value <= span[1])) keep[row] = 0;
    }
  }
  return keep;
}

/** Fewer than this share of all are drawn again, enlarged. */
const FEW = 1 / 3;

/**
 * The shape of the few that are kept, as heights from 0 to 1 of the tallest bar of all: enlarged to the
 * area of all, or to the full height where that would be higher. Null where enough are kept to be seen as
 * they are, and where none are.
 */
export function enlarged(
  counts: ArrayLike<number>,
  kept: ArrayLike<number> | undefined,
): readonly number[] | null {
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
  const few = kept === undefined ? 0 : sum(kept);
  if (kept === undefined || few === 0 || few >= FEW * sum(counts)) return null;
  const tallest = Math.max(...Array.from(counts));
  const factor = Math.min(sum(counts) / few, tallest / Math.max(...Array.from(kept)));
  return Array.from(kept, count => (factor * count) / tallest);
}
