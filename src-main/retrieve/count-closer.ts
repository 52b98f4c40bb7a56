import type { PinLists } from './pin-index.js';
import type { PinTiles } from './pin-tiles.js';
import { RUN_PINS, type TileScores } from './score-program.js';

/** The count of a target without a finite score: a miss at every k. */
export const UNRANKED = 0x7fffffff;

/** Per target, how many counted pins stand before it. */
export interface TargetCounts {
  /** Score at least the target's, ties included: the paper's count. A target is hit at k when < k. */
  readonly atLeast: Int32Array;
  /** Score above the target's by more than the tolerance. */
  readonly strictly: Int32Array;
}

export interface CountedIndex {
  readonly tiles: PinTiles;
  readonly width: number;
  /** Position of a pin in the index, or −1. */
  positionOf(pin: number): number;
  readonly tolerance: number;
}

export interface CountedBatch {
  /** Queries first … first + rows − 1 of all queries. */
  readonly first: number;
  readonly rows: number;
  readonly targets: PinLists;
  readonly exclude: PinLists;
  /** Scores of the batch's queries against one tile. */
  score(tile: Float32Array): Promise<TileScores>;
}

/**
 * Counts for one batch of queries, tile by tile. The thresholds of a query's targets cut the line of
 * scores into buckets; every index score falls into one, excluded pins are taken out of theirs, and
 * running sums from the top give all counts in one pass.
 */
export class CloserCounter {
  readonly #index: CountedIndex;
  readonly #batch: CountedBatch;
  readonly #targetScores: Float64Array;
  readonly #rows: QueryBuckets[] = [];

  private constructor(index: CountedIndex, batch: CountedBatch, targetScores: Float64Array) {
    this.#index = index;
    this.#batch = batch;
    this.#targetScores = targetScores;
    for (let row = 0; row < batch.rows; row++)
      this.#rows.push(bucketsOf(index, batch, targetScores, row));
  }

  /** Scores the targets, by the program that scores the index. */
  static async start(index: CountedIndex, batch: CountedBatch): Promise<CloserCounter> {
    return new CloserCounter(index, batch, await scoreTargets(index, batch));
  }

  /** Tiles come in ascending order, each once. */
  add(tile: number, scored: TileScores): void {
    const { tilePins } = this.#index.tiles;
    const firstPosition = tile * tilePins;
    const filled = this.#index.tiles.filled(tile);
    this.#rows.forEach((buckets, row) => {
      if (buckets.cuts.length === 0) return;
      const scoreAt = (position: number) =>
        scored.scores[row * tilePins + position - firstPosition]!;
      addScores(buckets, scored, row, tilePins, filled);
      for (const own of buckets.targetPositions)
        if (own >= firstPosition && own < firstPosition + filled)
          buckets.ownScores.set(own, scoreAt(own));
      for (; buckets.nextExcluded < buckets.excluded.length; buckets.nextExcluded++) {
        const position = buckets.excluded[buckets.nextExcluded]!;
        if (position >= firstPosition + filled) break;
        removeScore(buckets, scoreAt(position));
      }
    });
  }

  /** Writes the counts of this batch's targets; once, after all tiles. */
  finish(counts: TargetCounts): void {
    this.#rows.forEach((buckets, row) => {
      readCounts(this.#index, this.#batch, this.#targetScores, buckets, row, counts);
    });
  }
}

interface QueryBuckets {
  /** Ascending distinct thresholds: s − tolerance and s + tolerance of each target. */
  readonly cuts: Float64Array;
  /** tally[b]: index scores with exactly b cuts below them (a lower cut counts when equal). */
  readonly tally: Int32Array;
  /** Ascending index positions of excluded pins. */
  readonly excluded: Int32Array;
  nextExcluded: number;
  /** Index positions of this query's targets that are not excluded. */
  readonly targetPositions: Int32Array;
  readonly ownScores: Map<number, number>;
}

/** Scores of all targets of the batch by the same program, gathered into tiles: one per target. */
async function scoreTargets(index: CountedIndex, batch: CountedBatch): Promise<Float64Array> {
  const { targets, first, rows } = batch;
  const begin = targets.offsets[first]!;
  const end = targets.offsets[first + rows]!;
  const distinct = Int32Array.from(new Set(targets.pins.subarray(begin, end))).sort();
  const columnOf = new Map<number, number>();
  distinct.forEach((pin, column) => {
    columnOf.set(pin, column);
  });
  const scores = new Float64Array(end - begin);
  const { tilePins } = index.tiles;
  const tile = new Float32Array(tilePins * index.width);
  for (let from = 0; from < distinct.length; from += tilePins) {
    index.tiles.gather(distinct, from, tile);
    const { scores: tileScores } = await batch.score(tile);
    for (let row = 0; row < rows; row++)
      for (let i = targets.offsets[first + row]!; i < targets.offsets[first + row + 1]!; i++) {
        const column = columnOf.get(targets.pins[i]!)! - from;
        if (column >= 0 && column < tilePins)
          scores[i - begin] = tileScores[row * tilePins + column]!;
      }
  }
  return scores;
}

function bucketsOf(
  index: CountedIndex,
  { targets, exclude, first }: CountedBatch,
  scores: Float64Array,
  row: number,
): QueryBuckets {
  const query = first + row;
  const begin = targets.offsets[first]!;
  const cuts = new Set<number>();
  for (let i = targets.offsets[query]!; i < targets.offsets[query + 1]!; i++) {
    const score = scores[i - begin]!;
    if (!Number.isFinite(score)) continue;
    cuts.add(score - index.tolerance);
    cuts.add(nextAbove(score + index.tolerance));
  }
  const excluded = new Set<number>();
  for (let i = exclude.offsets[query]!; i < exclude.offsets[query + 1]!; i++) {
    const position = index.positionOf(exclude.pins[i]!);
    if (position >= 0) excluded.add(position);
  }
  const own = new Set<number>();
  for (let i = targets.offsets[query]!; i < targets.offsets[query + 1]!; i++) {
    const position = index.positionOf(targets.pins[i]!);
    if (position >= 0 && !excluded.has(position)) own.add(position);
  }
  return {
    cuts: Float64Array.from(cuts).sort(),
    tally: new Int32Array(cuts.size + 1),
    excluded: Int32Array.from(excluded).sort(),
    nextExcluded: 0,
    targetPositions: Int32Array.from(own),
    ownScores: new Map(),
  };
}

/** "score > c" is "score >= nextAbove(c)", so that all cuts compare alike. */
function nextAbove(value: number): number {
  const magnitude = Math.abs(value);
  const step =
    magnitude === 0 ? Number.MIN_VALUE : Math.max(Number.MIN_VALUE, magnitude * 2 ** -53);
  const above = value + step;
  return above > value ? above : value + magnitude * 2 ** -52;
}

/** How many cuts are at most `score`. */
function bucketOf(cuts: Float64Array, score: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds the first `filled` scores of a row, but for runs that lie below every cut. */
function addScores(
  { cuts, tally }: QueryBuckets,
  { scores, runs }: TileScores,
  row: number,
  tilePins: number,
  filled: number,
): void {
  const lowest = cuts[0]!;
  const highest = cuts[cuts.length - 1]!;
  const firstRun = (row * tilePins) / RUN_PINS;
  let above = 0;
  for (let begin = 0; begin < filled; begin += RUN_PINS) {
    if (runs[firstRun + begin / RUN_PINS]! < lowest) continue;
    const end = row * tilePins + Math.min(filled, begin + RUN_PINS);
    for (let i = row * tilePins + begin; i < end; i++) {
      const score = scores[i]!;
      if (score < lowest) continue;
      if (score >= highest) above++;
      else tally[bucketOf(cuts, score)]!++;
    }
  }
  tally[cuts.length]! += above;
}

function removeScore({ cuts, tally }: QueryBuckets, score: number): void {
  tally[bucketOf(cuts, score)]!--;
}

function readCounts(
  index: CountedIndex,
  { targets, first }: CountedBatch,
  scores: Float64Array,
  buckets: QueryBuckets,
  row: number,
  counts: TargetCounts,
): void {
  const query = first + row;
  const begin = targets.offsets[first]!;
  const { cuts, tally } = buckets;
  const atOrAbove = new Int32Array(cuts.length + 2);
  for (let b = cuts.length; b >= 0; b--) atOrAbove[b] = atOrAbove[b + 1]! + tally[b]!;
  for (let i = targets.offsets[query]!; i < targets.offsets[query + 1]!; i++) {
    const score = scores[i - begin]!;
    if (!Number.isFinite(score)) {
      counts.atLeast[i] = UNRANKED;
      counts.strictly[i] = UNRANKED;
      continue;
    }
    const low = score - index.tolerance;
    const high = nextAbove(score + index.tolerance);
    counts.atLeast[i] = atOrAbove[bucketOf(cuts, low)]!;
    counts.strictly[i] = atOrAbove[bucketOf(cuts, high)]!;
    const own = buckets.ownScores.get(index.positionOf(targets.pins[i]!));
    if (own === undefined) continue;
    if (own >= low) counts.atLeast[i]!--;
    if (own >= high) counts.strictly[i]!--;
  }
}
