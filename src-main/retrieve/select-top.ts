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
  readonly #k: number;
  /** Index positions that each query may not have. */
  readonly #excluded: Set<number>[] = [];
  readonly #candidates: BlockCandidates[] = [];

  constructor(index: SearchedIndex, batch: SearchedBatch, k: number) {
    this.#index = index;
    this.#batch = batch;
    this.#k = k;
    const { queries, first, rows, exclude } = batch;
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

  /** `maxima` [Q, blocks of a tile]; tiles come in ascending order. */
  add(tile: number, maxima: Float32Array): void {
    const { tiles } = this.#index;
    const tileBlocks = tiles.tilePins / BLOCK_PINS;
    const filledBlocks = Math.ceil(tiles.filled(tile) / BLOCK_PINS);
    this.#candidates.forEach((candidates, row) => {
      const from = row * tileBlocks;
      candidates.add(maxima, from, from + filledBlocks, tile * tileBlocks);
    });
  }

  /** Writes the batch's rows of `result`; once, after all tiles. */
  finish(result: TopPins): void {
    const { width, vectors, tiles, size } = this.#index;
    const { queries, first } = this.#batch;
    const query = new Float64Array(width);
    const best = new BestPins(this.#k);
    this.#candidates.forEach((candidates, row) => {
      const excluded = this.#excluded[row]!;
      query.set(queries.subarray((first + row) * width, (first + row + 1) * width));
      best.clear();
      for (const block of candidates.blocks()) {
        const end = Math.min(size, (block + 1) * BLOCK_PINS);
        for (let position = block * BLOCK_PINS; position < end; position++) {
          if (excluded.size > 0 && excluded.has(position)) continue;
          const pin = tiles.pinAt(position);
          best.offer(Math.fround(dot(query, vectors, pin * width)), pin);
        }
      }
      best.drainTo(result, first + row);
    });
  }
}

function norm(values: Float32Array, from: number, width: number): number {
  let square = 0;
  for (let i = from; i < from + width; i++) square += values[i]! * values[i]!;
  return Math.sqrt(square);
}

/** Inner product summed in float64, in four parts. */
function dot(query: Float64Array, vectors: Float32Array, offset: number): number {
  const width = query.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < width; i += 4) {
    a += query[i]! * vectors[offset + i]!;
    b += query[i + 1]! * vectors[offset + i + 1]!;
    c += query[i + 2]! * vectors[offset + i + 2]!;
    d += query[i + 3]! * vectors[offset + i + 3]!;
  }
  for (; i < width; i++) a += query[i]! * vectors[offset + i]!;
  return a + b + (c + d);
}

/** The k best (score, pin) offered, best first; equal scores by ascending pin. */
class BestPins {
  readonly #scores: Float32Array;
  readonly #pins: Int32Array;
  #count = 0;

  constructor(k: number) {
    this.#scores = new Float32Array(k);
    this.#pins = new Int32Array(k);
  }

  clear(): void {
    this.#count = 0;
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

  drainTo(result: TopPins, query: number): void {
    result.scores.set(this.#scores.subarray(0, this.#count), query * result.k);
    result.pins.set(this.#pins.subarray(0, this.#count), query * result.k);
  }
}
