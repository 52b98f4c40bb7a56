import { matMul, max, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Device, HostArrays, Program, ProgramFunction } from '../compute/program.js';

/**
 * Most pins of one tile. Scores of 252 queries against it take 3 MB; at 8,192 pins the same product,
 * writing 8 MB, runs 3 to 7 % slower on a Zen 4 core.
 */
export const TILE_PINS = 3072;
/** Pins of one block, of which the graph returns the maximum. */
export const BLOCK_PINS = 16;
/**
 * Query batches exist at these sizes only; smaller ones are padded with zero rows. Multiples of 12, the
 * rows that the matrix kernel takes at a time where there is AVX-512.
 */
const QUERY_BATCHES = [12, 60, 252] as const;

/** `maxima`: of each block alone, for a search. `scores`: of every pin too, for counting. */
export type ScoreOutput = 'maxima' | 'scores';

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
  /** [Q, T]; empty when only maxima are asked for. */
  readonly scores: Float32Array;
  /** [Q, T / BLOCK_PINS]: blocks that cannot matter are passed over by their maximum. */
  readonly maxima: Float32Array;
}

export type ScoreTile = (queries: Float32Array, tile: Float32Array) => Promise<TileScores>;

const compiled = new WeakMap<Device, Map<string, Promise<Program>>>();

/**
 * The program that scores a batch of queries against a tile of pins by one float32 matrix product.
 * Programs are kept per device and shape, since every search and every validation uses the same few.
 * The scores stand in arrays that belong to the caller's function: they hold until its next call.
 */
export async function scoreProgram(
  device: Device,
  shape: ScoreShape,
  output: ScoreOutput,
): Promise<ScoreTile> {
  const program = await compiledProgram(device, shape, output);
  const { queries: q, tile: t } = shape;
  const into: TileScores = {
    scores: new Float32Array(output === 'scores' ? q * t : 0),
    maxima: new Float32Array((q * t) / BLOCK_PINS),
  };
  const outputs: HostArrays = output === 'scores' ? { ...into } : { maxima: into.maxima };
  return async (queries, tile) => {
    await program.run(undefined, { queries, tile }, outputs);
    return into;
  };
}

function compiledProgram(device: Device, shape: ScoreShape, output: ScoreOutput): Promise<Program> {
  let programs = compiled.get(device);
  if (!programs) {
    programs = new Map();
    compiled.set(device, programs);
  }
  const key = `${output} ${shape.queries} ${shape.tile} ${shape.width}`;
  let program = programs.get(key);
  if (!program) {
    program = device.compile(scoreFunction(shape, output), specsOf(shape), `retrieve.${output}`);
    programs.set(key, program);
    program.catch(() => programs.delete(key));
  }
  return program;
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

function scoreFunction(shape: ScoreShape, output: ScoreOutput): ProgramFunction {
  return (_state, inputs) => {
    const { queries, tile } = inputs;
    if (!queries || !tile) throw new Error('internal: the score program needs queries and tile');
    const scores = matMul(queries, tile, false, true); // [Q, T]
    const blocks = reshape(scores, [shape.queries, shape.tile / BLOCK_PINS, BLOCK_PINS]);
    const maxima: Tensor = max(blocks, 2); // [Q, T / 16]
    return { state: {}, outputs: output === 'scores' ? { scores, maxima } : { maxima } };
  };
}

/** The smallest batch size that holds `queries`, or the largest there is. */
export function queryBatch(queries: number): number {
  return QUERY_BATCHES.find(size => size >= queries) ?? QUERY_BATCHES[QUERY_BATCHES.length - 1]!;
}
