import { PinCandidates } from './pin-candidates.js';
import type { PinLists, TopPins } from './pin-index.js';
import type { PinTiles } from './pin-tiles.js';
import type { TileMaxima } from './score-program.js';

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
  readonly #first: number;
  /** Index positions that each query may not have. */
  readonly #excluded: readonly ReadonlySet<number>[];
  readonly #candidates: PinCandidates;

  constructor(index: SearchedIndex, batch: SearchedBatch, k: number) {
    const { queries, first, rows, exclude } = batch;
    this.#index = index;
    this.#first = first;
    this.#excluded = Array.from({ length: rows }, (_, row) => {
      const [begin, end] = [exclude.offsets[first + row]!, exclude.offsets[first + row + 1]!];
      const positions = Array.from(exclude.pins.subarray(begin, end), index.positionOf);
      return new Set(positions.filter(position => position >= 0));
    });
    this.#candidates = new PinCandidates(
      this.#excluded.map(({ size }) => k + size),
      Float64Array.from(
        { length: rows },
        (_, row) => ROUNDING * Math.max(1, norm(queries, (first + row) * index.width, index.width)),
      ),
    );
  }

  /** Maxima of the batch's queries in one tile; tiles come in ascending order. */
  add(tile: number, maxima: TileMaxima): void {
    const { tiles } = this.#index;
    this.#candidates.add(maxima, tiles.tilePins, tile * tiles.tilePins, tiles.filled(tile));
  }

  /** Appends what is to be scored again, as position · queries + query. */
  addPairs(queries: number, pairs: number[]): void {
    this.#candidates.forEach((row, position) => {
      if (!this.#excluded[row]!.has(position)) pairs.push(position * queries + this.#first + row);
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
  const pairs = Float64Array.from(collected).sort();
  const scores = new Float32Array(AT_ONCE);
  const [ofQuery, ofPin] = [new Int32Array(AT_ONCE), new Int32Array(AT_ONCE)];
  for (let first = 0; first < pairs.length; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, pairs.length - first);
    for (let i = 0; i < AT_ONCE; i++) {
      // Past the end the last pair is scored again: its score is not read.
      const pair = pairs[first + Math.min(i, count - 1)]!;
      ofQuery[i] = pair % total;
      ofPin[i] = tiles.pinAt((pair - (pair % total)) / total);
    }
    scorePairs(queries, ofQuery, vectors, ofPin, width, scores);
    for (let i = 0; i < count; i++) best[ofQuery[i]!]!.offer(scores[i]!, ofPin[i]!);
  }
}

const AT_ONCE = 4;

/** Inner products of four pairs of rows, each summed in float64; together, since each waits for memory. */
function scorePairs(
  queries: Float32Array,
  ofQuery: Int32Array,
  vectors: Float32Array,
  ofPin: Int32Array,
  width: number,
  scores: Float32Array,
): void {
  const q0 = ofQuery[0]! * width;
  const q1 = ofQuery[1]! * width;
  const q2 = ofQuery[2]! * width;
  const q3 = ofQuery[3]! * width;
  const p0 = ofPin[0]! * width;
  const p1 = ofPin[1]! * width;
  const p2 = ofPin[2]! * width;
  const p3 = ofPin[3]! * width;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < width; i++) {
    a += queries[q0 + i]! * vectors[p0 + i]!;
    b += queries[q1 + i]! * vectors[p1 + i]!;
    c += queries[q2 + i]! * vectors[p2 + i]!;
    d += queries[q3 + i]! * vectors[p3 + i]!;
  }
  scores[0] = a;
  scores[1] = b;
  scores[2] = c;
  scores[3] = d;
}

function norm(values: Float32Array, from: number, width: number): number {
  let square = 0;
  for (let i = from; i < from + width; i++) square += values[i]! * values[i]!;
  return Math.sqrt(square);
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
