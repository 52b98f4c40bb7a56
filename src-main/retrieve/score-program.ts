import { matMul, max, reshape } from '@tensorflow/tfjs-core';
import type { Device, Program, ProgramFunction } from '../compute/program.js';

/** Pins of one tile. */
export const TILE_PINS = 8192;
/** Pins of one block, of which the graph also returns the maximum. */
export const BLOCK_PINS = 32;
/**
 * Query batches exist at these sizes only; smaller ones are padded with zero rows. At 256 the scores of
 * a tile take 8 MB, which is still written and read at the speed of the cache.
 */
export const QUERY_BATCHES = [16, 256] as const;

export interface ScoreShape {
  /** Q, one of QUERY_BATCHES. */
  readonly queries: number;
  /** T, a multiple of BLOCK_PINS. */
  readonly tile: number;
  /** D. */
  readonly width: number;
}

/** Scores of a batch of queries against one tile. */
export interface TileScores {
  /** [Q, T]. */
  readonly scores: Float32Array;
  /** [Q, T / BLOCK_PINS]: blocks that cannot matter are passed over by their maximum. */
  readonly maxima: Float32Array;
}

const compiled = new WeakMap<Device, Map<string, Promise<Program>>>();

/**
 * The program that scores a batch of queries against a tile of pins by one float32 matrix product.
 * Programs are kept per device and shape, since every search and every validation uses the same few.
 */
export async function scoreProgram(
  device: Device,
  shape: ScoreShape,
): Promise<(queries: Float32Array, tile: Float32Array, into: TileScores) => Promise<TileScores>> {
  let programs = compiled.get(device);
  if (!programs) {
    programs = new Map();
    compiled.set(device, programs);
  }
  const key = `${shape.queries} ${shape.tile} ${shape.width}`;
  let compiling = programs.get(key);
  if (!compiling) {
    compiling = device.compile(scoreFunction(shape), specsOf(shape), 'retrieve');
    programs.set(key, compiling);
    compiling.catch(() => programs.delete(key));
  }
  const program = await compiling;
  return async (queries, tile, into) => {
    await program.run(undefined, { queries, tile }, { ...into });
    return into;
  };
}

/** Arrays for the scores of one shape, to be used for run after run. */
export function newTileScores({ queries, tile }: ScoreShape): TileScores {
  return {
    scores: new Float32Array(queries * tile),
    maxima: new Float32Array((queries * tile) / BLOCK_PINS),
  };
}

function specsOf({ queries, tile, width }: ScoreShape) {
  return {
    state: {},
    inputs: {
      queries: { shape: [queries, width], dtype: 'float32' as const },
      tile: { shape: [tile, width], dtype: 'float32' as const },
    },
  };
}

function scoreFunction(shape: ScoreShape): ProgramFunction {
  return (_state, inputs) => {
    const { queries, tile } = inputs;
    if (!queries || !tile) throw new Error('internal: the score program needs queries and tile');
    const scores = matMul(queries, tile, false, true); // [Q, T]
    const blocks = reshape(scores, [shape.queries, shape.tile / BLOCK_PINS, BLOCK_PINS]);
    return { state: {}, outputs: { scores, maxima: max(blocks, 2) } };
  };
}

/** The smallest batch size that holds `queries`, or the largest there is. */
export function queryBatch(queries: number): number {
  return QUERY_BATCHES.find(size => size >= queries) ?? QUERY_BATCHES[QUERY_BATCHES.length - 1]!;
}
