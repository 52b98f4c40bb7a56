import { throwIfCancelled } from '../base/errors.js';
import type { Device } from '../compute/program.js';
import { CloserCounter, type TargetCounts } from './count-closer.js';
import {
  checkPinLists,
  emptyPinLists,
  type PinIndex,
  type PinLists,
  type SearchOptions,
  type TopPins,
} from './pin-index.js';
import { PinTiles } from './pin-tiles.js';
import {
  maximaProgram,
  type OpenTileProgram,
  queryBatch,
  scoreProgram,
  type TileProgram,
  type TileScores,
} from './score-program.js';
import { finishTop, TopSelection } from './select-top.js';

/** Scores closer to each other than this are equal, and an equal pin counts against a target (spec §6). */
export const TIE_TOLERANCE = 1e-6;

export interface ExactIndexOptions {
  /** Ascending rows of the table that make up the index; all rows when absent. */
  readonly members?: Int32Array | undefined;
  /**
   * Keeps tiles that are not whole in the table, for an index that is asked query by query: the search of a
   * few queries over 90 % of 100,000 pins then takes half the time.
   */
  readonly resident?: boolean | undefined;
}

export interface CountOptions extends SearchOptions {
  /** Distance in score below which two pins are tied; TIE_TOLERANCE when absent. */
  readonly tolerance?: number | undefined;
}

/** Exact search by blocked float32 matrix products through the compute floor. */
export interface ExactIndex extends PinIndex {
  /**
   * For each target of each query, how many pins of the index are at least as close (the count in the
   * paper's recall formula, 4.1). Excluded pins and the target itself are not counted; targets need not
   * be in the index. Target and index are scored by the same program.
   */
  countAtLeastAsClose(
    queries: Float32Array,
    targets: PinLists,
    options?: CountOptions,
  ): Promise<TargetCounts>;
}

/**
 * Opens an index over `vectors` [count, width], the whole pin table, L2-normalised. An empty index
 * answers every query with nothing. Nothing is copied but tiles that are not whole in the table.
 */
export function createExactIndex(
  device: Device,
  vectors: Float32Array,
  count: number,
  width: number,
  options: ExactIndexOptions = {},
): ExactIndex {
  if (vectors.length < count * width)
    throw new RangeError(`internal: ${vectors.length} values are not [${count}, ${width}]`);
  const members = options.members;
  const size = members ? members.length : count;
  const tiles = new PinTiles(vectors, size, width, members, options.resident);
  const positions = members ? positionsOf(members, count) : undefined;
  const positionOf = (pin: number): number =>
    positions ? (positions[pin] ?? -1) : pin >= 0 && pin < count ? pin : -1;

  const queryCount = (queries: Float32Array): number => {
    if (queries.length % width !== 0)
      throw new RangeError(`internal: ${queries.length} values are not rows of ${width}`);
    return queries.length / width;
  };

  /** The queries in batches of a fixed size, each with the program that scores it against a tile. */
  const batches = async <Result>(
    queries: Float32Array,
    open: OpenTileProgram<Result>,
    signal?: AbortSignal,
  ) => {
    const total = queryCount(queries);
    const list: QueryBatch<Result>[] = [];
    const programs = new Map<number, TileProgram<Result>>();
    for (let first = 0; first < total; ) {
      const size = queryBatch(total - first);
      const rows = Math.min(size, total - first);
      const shape = { queries: size, tile: tiles.tilePins, width };
      const run = programs.get(size) ?? (await open(device, shape));
      programs.set(size, run);
      const padded = padRows(queries, first, rows, size, width);
      const score = (tile: Float32Array): Promise<Result> => {
        throwIfCancelled(signal);
        return run(padded, tile);
      };
      list.push({ first, rows, score });
      first += rows;
    }
    return list;
  };

  return {
    count: size,
    width,

    async topK(queries, k, { exclude, signal } = {}) {
      const total = queryCount(queries);
      const lists = exclude ?? emptyPinLists(total);
      checkPinLists(lists, total, 'exclude');
      const result: TopPins = {
        k,
        pins: new Int32Array(total * k).fill(-1),
        scores: new Float32Array(total * k).fill(Number.NEGATIVE_INFINITY),
      };
      if (size === 0 || k === 0) return result;
      const index = { vectors, width, tiles, positionOf };
      const searches = (await batches(queries, maximaProgram, signal)).map(batch => ({
        batch,
        selection: new TopSelection(index, { ...batch, queries, exclude: lists }, k),
      }));
      for (let tile = 0; tile < tiles.tileCount; tile++) {
        const tileVectors = tiles.tile(tile);
        for (const { batch, selection } of searches)
          selection.add(tile, await batch.score(tileVectors));
      }
      const selections = searches.map(({ selection }) => selection);
      finishTop(index, selections, queries, result);
      return result;
    },

    async countAtLeastAsClose(queries, targets, { exclude, tolerance, signal } = {}) {
      const total = queryCount(queries);
      checkPinLists(targets, total, 'targets');
      const excluded = exclude ?? emptyPinLists(total);
      checkPinLists(excluded, total, 'exclude');
      const counts: TargetCounts = {
        atLeast: new Int32Array(targets.pins.length),
        strictly: new Int32Array(targets.pins.length),
      };
      if (size === 0) return counts;
      const counters: { batch: QueryBatch<TileScores>; counter: CloserCounter }[] = [];
      for (const batch of await batches(queries, scoreProgram, signal)) {
        const counted = { tiles, width, positionOf, tolerance: tolerance ?? TIE_TOLERANCE };
        const lists = { ...batch, targets, exclude: excluded };
        counters.push({ batch, counter: await CloserCounter.start(counted, lists) });
      }
      for (let tile = 0; tile < tiles.tileCount; tile++) {
        const tileVectors = tiles.tile(tile);
        for (const { batch, counter } of counters)
          counter.add(tile, await batch.score(tileVectors));
      }
      for (const { counter } of counters) counter.finish(counts);
      return counts;
    },
  };
}

interface QueryBatch<Result> {
  /** Queries first … first + rows − 1; the batch is padded beyond. */
  readonly first: number;
  readonly rows: number;
  score(tile: Float32Array): Promise<Result>;
}

function positionsOf(members: Int32Array, count: number): Int32Array {
  const positions = new Int32Array(count).fill(-1);
  for (let position = 0; position < members.length; position++)
    positions[members[position]!] = position;
  return positions;
}

/** Rows first … first + rows − 1 of `queries`, followed by zero rows up to `batch`. */
function padRows(
  queries: Float32Array,
  first: number,
  rows: number,
  batch: number,
  width: number,
): Float32Array {
  const slice = queries.subarray(first * width, (first + rows) * width);
  const padded = new Float32Array(batch * width);
  padded.set(slice);
  return padded;
}
