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
  /** More than the rounding by which a block's maximum may differ from a score computed here. */
  readonly tolerance: number;
}

export interface SearchedBatch {
  /** All queries, [n, width]; rows first … first + rows − 1 are searched. */
  readonly queries: Float32Array;
  readonly first: number;
  readonly rows: number;
  /** [rows, tiles · blocks of a tile]: the largest score of each block of 64 index positions. */
  readonly maxima: Float32Array;
  /** Lists of all queries. */
  readonly exclude: PinLists;
}

/**
 * Finishes a search from block maxima. With e excluded pins, the (k + e)-th largest maximum is at most
 * the k-th best allowed score, since each block holds a pin that reaches its maximum; so only blocks
 * above it are scored, all by the same float64 sum, and the result is exact.
 */
export function selectTop(index: SearchedIndex, result: TopPins, batch: SearchedBatch): void {
  const blocks = Math.ceil(index.size / BLOCK_PINS);
  const blocksStored = batch.maxima.length / batch.rows;
  const candidates = new CandidateHeap(result.k);
  const excluded = new Set<number>();
  for (let row = 0; row < batch.rows; row++) {
    const query = batch.first + row;
    excluded.clear();
    for (let i = batch.exclude.offsets[query]!; i < batch.exclude.offsets[query + 1]!; i++) {
      const position = index.positionOf(batch.exclude.pins[i]!);
      if (position >= 0) excluded.add(position);
    }
    const maxima = batch.maxima.subarray(row * blocksStored, row * blocksStored + blocks);
    const threshold = nthLargest(maxima, result.k + excluded.size) - 2 * index.tolerance;
    const vector = batch.queries.subarray(query * index.width, (query + 1) * index.width);
    candidates.clear();
    for (let block = 0; block < blocks; block++) {
      if (maxima[block]! < threshold) continue;
      const end = Math.min(index.size, (block + 1) * BLOCK_PINS);
      for (let position = block * BLOCK_PINS; position < end; position++) {
        if (excluded.size > 0 && excluded.has(position)) continue;
        const pin = index.tiles.pinAt(position);
        candidates.offer(Math.fround(dot(vector, index.vectors, pin * index.width)), pin);
      }
    }
    candidates.drainTo(result, query);
  }
}

/** Inner product summed in float64. */
function dot(query: Float32Array, vectors: Float32Array, offset: number): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < query.length; i += 2) {
    even += query[i]! * vectors[offset + i]!;
    odd += query[i + 1]! * vectors[offset + i + 1]!;
  }
  if (i < query.length) even += query[i]! * vectors[offset + i]!;
  return even + odd;
}

/** The n-th largest value, −Infinity when there are fewer. Kept in a min-heap of n. */
export function nthLargest(values: Float32Array, n: number): number {
  if (values.length < n) return Number.NEGATIVE_INFINITY;
  if (n > 64) return Float32Array.from(values).sort()[values.length - n]!;
  const heap = Float32Array.from(values.subarray(0, n)).sort();
  for (let i = n; i < values.length; i++) {
    const value = values[i]!;
    if (value <= heap[0]!) continue;
    let slot = 0;
    while (slot + 1 < n && heap[slot + 1]! < value) {
      heap[slot] = heap[slot + 1]!;
      slot++;
    }
    heap[slot] = value;
  }
  return heap[0]!;
}

/** The k best (score, pin), best first; equal scores by ascending pin. Insertion into a sorted list. */
class CandidateHeap {
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

  offer(score: number, pin: number): void {
    const scores = this.#scores;
    const pins = this.#pins;
    const k = scores.length;
    let slot = this.#count;
    if (slot === k) {
      if (!precedes(score, pin, scores[k - 1]!, pins[k - 1]!)) return;
      slot = k - 1;
    } else this.#count++;
    while (slot > 0 && precedes(score, pin, scores[slot - 1]!, pins[slot - 1]!)) {
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

function precedes(score: number, pin: number, otherScore: number, otherPin: number): boolean {
  return score > otherScore || (score === otherScore && pin < otherPin);
}
