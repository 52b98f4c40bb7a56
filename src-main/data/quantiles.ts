/** What a distribution looks like in a few numbers; all null for an empty one. */
export interface Quantiles {
  readonly min: number | null;
  readonly p10: number | null;
  readonly p25: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** Quantiles by linear interpolation between order statistics (Hyndman and Fan's type 7). */
export function quantilesOf(values: Float64Array | Uint32Array): Quantiles {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const at = (q: number): number | null => {
    if (n === 0) return null;
    const place = q * (n - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, n - 1);
    return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
  };
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    min: at(0),
    p10: at(0.1),
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
    mean: n === 0 ? null : sum / n,
  };
}

/** Counts in classes 1, 2-3, 4-7, 8-15, …: from the first to the last that is not empty. */
export function doublingHistogram(
  values: Uint32Array,
): { from: number; to: number; count: number }[] {
  const classes: number[] = [];
  for (const value of values) {
    if (value === 0) continue;
    const index = 31 - Math.clz32(value);
    while (classes.length <= index) classes.push(0);
    classes[index]!++;
  }
  return classes.map((count, index) => ({ from: 2 ** index, to: 2 ** (index + 1) - 1, count }));
}
