/**
 * What a search over pins offers, however it is done. Pins are named by their row in the pin table;
 * similarity is the inner product of L2-normalised vectors, so a larger score is closer.
 */

/** Pins named per query, without objects: query q names pins[offsets[q] … offsets[q + 1]). */
export interface PinLists {
  /** Length queries + 1. */
  readonly offsets: Uint32Array;
  readonly pins: Int32Array;
}

export interface SearchOptions {
  /** Pins that may not be returned to a query; pins outside the index are ignored. */
  readonly exclude?: PinLists | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The closest pins of each query, closest first, equal scores by ascending pin. */
export interface TopPins {
  readonly k: number;
  /** [queries, k]; −1 where the index holds fewer than k allowed pins. */
  readonly pins: Int32Array;
  /** [queries, k]; −Infinity beside −1. */
  readonly scores: Float32Array;
}

export interface PinIndex {
  /** Pins that can be retrieved. */
  readonly count: number;
  /** D, the width of vectors and queries. */
  readonly width: number;
  /** The k closest pins of each row of `queries` [n, D]. */
  topK(queries: Float32Array, k: number, options?: SearchOptions): Promise<TopPins>;
}

/** Every query's empty list: nothing excluded. */
export function emptyPinLists(queries: number): PinLists {
  return { offsets: new Uint32Array(queries + 1), pins: new Int32Array(0) };
}

/** Checks that `lists` names pins for exactly `queries` queries. */
export function checkPinLists(lists: PinLists, queries: number, what: string): void {
  const last = lists.offsets[queries];
  if (lists.offsets.length !== queries + 1 || last !== lists.pins.length)
    throw new RangeError(
      `internal: ${what} has ${lists.offsets.length - 1} lists over ${lists.pins.length} pins, expected ${queries} lists ending at ${last}`,
    );
}
