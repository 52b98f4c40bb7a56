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
    found += recallOf(truth, other);
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

/**
 * Mean share over the queries of the exact k that the other list has too, 0 to 1; a query without pins
 * counts as found. Both lists are of the same queries and k.
 */
export function recallOf(truth: TopPins, other: TopPins): number {
  const { k } = truth;
  const queries = truth.pins.length / k;
  let found = 0;
  for (let query = 0; query < queries; query++) {
    const row = [query * k, (query + 1) * k] as const;
    const listed = truth.pins.subarray(...row).filter(pin => pin >= 0).length;
    const last = truth.scores[row[0] + listed - 1] ?? Number.NEGATIVE_INFINITY;
    const reached = other.scores.subarray(...row).filter(score => score >= last - TIE).length;
    found += listed === 0 ? 1 : Math.min(reached, listed) / listed;
  }
  return found / queries;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
