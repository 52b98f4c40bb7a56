import type { PinIndex, TopPins } from './pin-index.js';

/** How an approximate index does beside exact search, on the same queries. */
export interface IndexComparison {
  readonly queries: number;
  readonly k: number;
  /** Mean share of the exact k that the other finds too, 0 to 1. */
  readonly recall: number;
  /** Milliseconds of one query alone, median. */
  readonly exactMilliseconds: number;
  readonly approximateMilliseconds: number;
}

/**
 * Answers each row of `queries` by both, one at a time. Pins that tie with the last of the exact k count as
 * found. Without queries recall is NaN.
 */
export async function compareIndexes(
  exact: PinIndex,
  approximate: PinIndex,
  queries: Float32Array,
  k: number,
  signal?: AbortSignal,
): Promise<IndexComparison> {
  const { width } = exact;
  const count = queries.length / width;
  const times: [number[], number[]] = [[], []];
  let found = 0;
  for (let query = 0; query < count; query++) {
    const row = queries.slice(query * width, (query + 1) * width);
    const startedAt = performance.now();
    const truth = await exact.topK(row, k, { signal });
    const betweenAt = performance.now();
    const other = await approximate.topK(row, k, { signal });
    times[0].push(betweenAt - startedAt);
    times[1].push(performance.now() - betweenAt);
    found += shareFound(truth, other);
  }
  return {
    queries: count,
    k,
    recall: found / count,
    exactMilliseconds: median(times[0]),
    approximateMilliseconds: median(times[1]),
  };
}

/** Scores closer than this are a tie. */
const TIE = 1e-6;

function shareFound(truth: TopPins, other: TopPins): number {
  const listed = truth.pins.filter(pin => pin >= 0).length;
  if (listed === 0) return 1;
  const last = truth.scores[listed - 1]!;
  const reached = other.scores.filter(score => score >= last - TIE).length;
  return Math.min(reached, listed) / listed;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
