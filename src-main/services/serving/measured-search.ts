import { recallOf } from '../../retrieve/compare-indexes.js';
import type { PinIndex, TopPins } from '../../retrieve/pin-index.js';

export interface MeasuredSearch {
  readonly top: TopPins;
  /** Of the search of all queries alone. */
  readonly milliseconds: number;
  /** Beside exact search of the same queries; null where exact search answered, or nothing was searched. */
  readonly hnsw: {
    /** Mean share of the exact top-k that was found, 0 to 1. */
    readonly recall: number;
    readonly exactMilliseconds: number;
  } | null;
}

/** Indexes whose programs are there: the first search of one would measure their making. */
const searchedBefore = new WeakSet<PinIndex>();

/** The k closest pins of each row of `queries`, timed; an approximate index beside `exact`. */
export async function measuredSearch(
  exact: PinIndex,
  index: PinIndex,
  queries: Float32Array,
  k: number,
  signal: AbortSignal,
): Promise<MeasuredSearch> {
  const search = async (searched: PinIndex) => {
    if (!searchedBefore.has(searched)) await searched.topK(queries, k, { signal });
    searchedBefore.add(searched);
    const startedAt = performance.now();
    const top = await searched.topK(queries, k, { signal });
    return { top, milliseconds: performance.now() - startedAt };
  };
  if (queries.length === 0) {
    const top = { k, pins: new Int32Array(0), scores: new Float32Array(0) };
    return { top, milliseconds: 0, hnsw: null };
  }
  const found = await search(index);
  if (index === exact) return { ...found, hnsw: null };
  const truth = await search(exact);
  const recall = recallOf(truth.top, found.top);
  return { ...found, hnsw: { recall, exactMilliseconds: truth.milliseconds } };
}
