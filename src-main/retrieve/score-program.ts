import { matMul, max, reshape } from '@tensorflow/tfjs-core';
import type { Device, Program, ProgramFunction } from '../compute/program.js';

/** Pins of one tile: 8,192 of them keep B packed while a batch of queries streams through. */
export const TILE_PINS = 8192;
/** Pins of one sub-block, of which the graph returns only the maximum. */
export const BLOCK_PINS = 64;
/** Query batches exist at these sizes only; smaller ones are padded with zero rows. */
export const QUERY_BATCHES = [16, 128, 1024] as const;

export interface ScoreShape {
  /** Q, one of QUERY_BATCHES. */
  readonly queries: number;
  /** T, a multiple of BLOCK_PINS. */
  readonly tile: number;
  /** D. */
  readonly width: number;
}
/** `scores` [Q, T] of every pair, or only `blockMaxima` [Q, T / BLOCK_PINS] of them. */
export type ScoreOutput = 'scores' | 'blockMaxima';

const compiled = new WeakMap<Device, Map<string, Promise<Program>>>();

/**
 * The program that scores a batch of queries against a tile of pins by one float32 matrix product.
 * Programs are kept per device and shape, since every search and every validation uses the same few.
 */
export function scoreProgram(
  device: Device,
  shape: ScoreShape,
  output: ScoreOutput,
): Promise<Program> {
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
    if (output === 'scores') return { state: {}, outputs: { scores } };
    const blocks = reshape(scores, [shape.queries, shape.tile / BLOCK_PINS, BLOCK_PINS]);
    return { state: {}, outputs: { blockMaxima: max(blocks, 2) } }; // [Q, T / 64]
  };
}

/** The smallest batch size that holds `queries`, or the largest there is. */
export function queryBatch(queries: number): number {
  return QUERY_BATCHES.find(size => size >= queries) ?? QUERY_BATCHES[QUERY_BATCHES.length - 1]!;
}
