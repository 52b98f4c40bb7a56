import { PinCandidates } from './pin-candidates.js';
import type { PinLists, TopPins } from './pin-index.js';
import type { PinTiles } from './pin-tiles.js';
import { RUN_PINS, type TileMaxima } from './score-program.js';

export interface SearchedIndex {
  /** The pin table, [pins, width]. */
  readonly vectors: Float32Array;
  readonly width: number;
  readonly tiles: PinTiles;
  /** Position of a pin in the index, or −1. */
  positionOf(pin: number): number;
}

export interface SearchedBatch {
  /** All queries, [n, width]; rows first … first + rows − 1 are searched. */
  readonly queries: Float32Array;
  readonly first: number;
  readonly rows: number;
  /** Lists of all queries. */
  readonly exclude: PinLists;
}

/** Relative to a score's size: more than a float32 product is off by. Some pins too many cost nothing. */
const ROUNDING = 1e-5;

/**
 * Partial selection for one batch of queries from the maxima of tiles. With e excluded pins, the
 * (k + e)-th largest maximum is at most the k-th best allowed score; only pins that can reach it are
 * scored again, all by the same float64 sum, and the result is exact.
 */
export class TopSelection {
  readonly #index: SearchedIndex;
  readonly #batch: SearchedBatch;
  /** Index positions that each query may not have. */
  readonly #excluded: Set<number>[] = [];
  readonly #candidates: PinCandidates[] = [];

  constructor(index: SearchedIndex, batch: SearchedBatch, k: number) {
    this.#index = index;
    this.#batch = batch;
    const { queries, first, rows, exclude } = batch;
    for (let query = first; query < first + rows; query++) {
      const excluded = new Set<number>();
      for (let i = exclude.offsets[query]!; i < exclude.offsets[query + 1]!; i++) {
        const position = index.positionOf(exclude.pins[i]!);
        if (position >= 0) excluded.add(position);
      }
      const length = norm(queries, query * index.width, index.width);
      this.#excluded.push(excluded);
      this.#candidates.push(new PinCandidates(k + excluded.size, ROUNDING * Math.max(1, length)));
    }
  }

  /** Maxima of the batch's queries in one tile; tiles come in ascending order. */
  add(tile: number, maxima: TileMaxima): void {
    const { tiles } = this.#index;
    const first = tile * tiles.tilePins;
    this.#candidates.forEach((candidates, row) => {
      const from = (row * tiles.tilePins) / RUN_PINS;
      candidates.add(maxima, from, first, tiles.filled(tile));
    });
  }

  /** Appends what is to be scored again, as position · queries + query. */
  addPairs(queries: number, pairs: number[]): void {
    this.#candidates.forEach((candidates, row) => {
      for (const position of candidates.positions())
        if (!this.#excluded[row]!.has(position))
          pairs.push(position * queries + this.#batch.first + row);
    });
  }
}

/**
 * Scores the candidates of all batches again and writes `result`. Pin by pin through the index, not query
 * by query: the pin table is read once and in order.
 */
export function finishTop(
  { width, vectors, tiles }: SearchedIndex,
  selections: readonly TopSelection[],
  queries: Float32Array,
  result: TopPins,
): void {
  const total = queries.length / width;
  const collected: number[] = [];
  for (const selection of selections) selection.addPairs(total, collected);
  const best = Array.from({ length: total }, (_, query) => new BestPins(result, query));
  for (const pair of Float64Array.from(collected).sort()) {
    const query = pair % total;
    const pin = tiles.pinAt((pair - query) / total);
    best[query]!.offer(innerProduct(queries, query * width, vectors, pin * width, width), pin);
  }
}

/** Of `width` values of `a` from `i` and of `b` from `j` on, summed in float64. */
function innerProduct(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  width: number,
): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += a[i + d]! * b[j + d]!;
  return sum;
}

function norm(values: Float32Array, from: number, width: number): number {
  return Math.sqrt(innerProduct(values, from, values, from, width));
}

/** The k best (score, pin) of those offered to a query, best first; equal scores by ascending pin. */
class BestPins {
  readonly #scores: Float32Array;
  readonly #pins: Int32Array;
  #count = 0;

  /** Writes row `query` of `result`. */
  constructor({ scores, pins, k }: TopPins, query: number) {
    this.#scores = scores.subarray(query * k, (query + 1) * k);
    this.#pins = pins.subarray(query * k, (query + 1) * k);
  }

  /** Pins come in ascending order; a score that is no number is passed over. */
  offer(exact: number, pin: number): void {
    const scores = this.#scores;
    const pins = this.#pins;
    const score = Math.fround(exact);
    const full = this.#count === scores.length;
    if (full ? !(score > scores[this.#count - 1]!) : Number.isNaN(score)) return;
    let slot = full ? this.#count - 1 : this.#count++;
    while (slot > 0 && score > scores[slot - 1]!) {
      scores[slot] = scores[slot - 1]!;
      pins[slot] = pins[slot - 1]!;
      slot--;
    }
    scores[slot] = score;
    pins[slot] = pin;
  }
}
