import { BlockCandidates } from './block-candidates.js';
import type { PinLists, TopPins } from './pin-index.js';
import type { PinTiles } from './pin-tiles.js';
import { BLOCK_PINS } from './score-program.js';

export interface SearchedIndex {
  /** The pin table, [pins, width]. */
  readonly vectors: Float32Array;
  readonly width: number;
  /** Pins of the index. */
  readonly size: number;
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

/** Relative to a score's size: more than a float32 product is off by. Some blocks too many cost nothing. */
const ROUNDING = 1e-5;

/**
 * Partial selection for one batch of queries from block maxima. With e excluded pins, the (k + e)-th
 * largest maximum is at most the k-th best allowed score, since each block holds a pin that reaches its
 * maximum; so only blocks that reach it are scored again, all by the same float64 sum, and the result is
 * exact.
 */
export class TopSelection {
  readonly #index: SearchedIndex;
  readonly #batch: SearchedBatch;
  /** Index positions that each query may not have. */
  readonly #excluded: Set<number>[] = [];
  readonly #candidates: BlockCandidates[] = [];
  /** What a block's maximum must reach, for each query. */
  readonly #bars: Float64Array;

  constructor(index: SearchedIndex, batch: SearchedBatch, k: number) {
    this.#index = index;
    this.#batch = batch;
    const { queries, first, rows, exclude } = batch;
    this.#bars = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    for (let query = first; query < first + rows; query++) {
      const excluded = new Set<number>();
      for (let i = exclude.offsets[query]!; i < exclude.offsets[query + 1]!; i++) {
        const position = index.positionOf(exclude.pins[i]!);
        if (position >= 0) excluded.add(position);
      }
      const length = norm(queries, query * index.width, index.width);
      this.#excluded.push(excluded);
      this.#candidates.push(new BlockCandidates(k + excluded.size, ROUNDING * Math.max(1, length)));
    }
  }

  get rows(): number {
    return this.#batch.rows;
  }

  /** `maxima` [Q, blocks of a tile]; tiles come in ascending order. */
  add(tile: number, maxima: Float32Array): void {
    const { tiles } = this.#index;
    const tileBlocks = tiles.tilePins / BLOCK_PINS;
    const filledBlocks = Math.ceil(tiles.filled(tile) / BLOCK_PINS);
    const bars = this.#bars;
    for (let row = 0; row < bars.length; row++) {
      const first = row * tileBlocks;
      let bar = bars[row]!;
      for (let i = first; i < first + filledBlocks; i++) {
        const maximum = maxima[i]!;
        if (maximum >= bar)
          bar = this.#candidates[row]!.keep(tile * tileBlocks + i - first, maximum);
      }
      bars[row] = bar;
    }
  }

  /** Appends what is to be scored again, as block · queries + query. */
  addPairs(queries: number, pairs: number[]): void {
    this.#candidates.forEach((candidates, row) => {
      for (const block of candidates.blocks())
        pairs.push(block * queries + this.#batch.first + row);
    });
  }

  isExcluded(query: number, position: number): boolean {
    return this.#excluded[query - this.#batch.first]!.has(position);
  }
}

/**
 * Scores the candidates of all batches again and writes `result`. Block by block through the index, not
 * query by query: the pin table is read once and in order, which is what this step's time goes into.
 */
export function finishTop(
  index: SearchedIndex,
  selections: readonly TopSelection[],
  queries: Float32Array,
  result: TopPins,
): void {
  const { width, vectors, tiles, size } = index;
  const total = queries.length / width;
  const collected: number[] = [];
  for (const selection of selections) selection.addPairs(total, collected);
  const best = Array.from({ length: total }, (_, query) => new BestPins(result, query));
  const owner = selections.flatMap(selection =>
    Array<TopSelection>(selection.rows).fill(selection),
  );
  const pins = new Int32Array(BLOCK_PINS);
  const scores = new Float32Array(BLOCK_PINS);
  for (const pair of Float64Array.from(collected).sort()) {
    const query = pair % total;
    const begin = ((pair - query) / total) * BLOCK_PINS;
    const count = Math.min(size - begin, BLOCK_PINS);
    for (let i = 0; i < count; i++) pins[i] = tiles.pinAt(begin + i);
    scorePins(queries, query * width, width, vectors, pins, count, scores);
    for (let i = 0; i < count; i++)
      if (!owner[query]!.isExcluded(query, begin + i)) best[query]!.offer(scores[i]!, pins[i]!);
  }
}

function norm(values: Float32Array, from: number, width: number): number {
  let square = 0;
  for (let i = from; i < from + width; i++) square += values[i]! * values[i]!;
  return Math.sqrt(square);
}

/**
 * Inner products of the query at offset `query` with `count` pins, summed in float64, four pins at a time so that a value of
 * the query is read once for all four.
 */
function scorePins(
  queries: Float32Array,
  query: number,
  width: number,
  vectors: Float32Array,
  pins: Int32Array,
  count: number,
  scores: Float32Array,
): void {
  for (let i = 0; i < count; i += 4) {
    // Past the end the last pin is scored again: its slots are not read.
    const p = pins[i]! * width;
    const q = pins[Math.min(i + 1, count - 1)]! * width;
    const r = pins[Math.min(i + 2, count - 1)]! * width;
    const s = pins[Math.min(i + 3, count - 1)]! * width;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < width; k++) {
      const value = queries[query + k]!;
      a += value * vectors[p + k]!;
      b += value * vectors[q + k]!;
      c += value * vectors[r + k]!;
      d += value * vectors[s + k]!;
    }
    scores[i] = a;
    scores[i + 1] = b;
    scores[i + 2] = c;
    scores[i + 3] = d;
  }
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
  offer(score: number, pin: number): void {
    const scores = this.#scores;
    const pins = this.#pins;
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
