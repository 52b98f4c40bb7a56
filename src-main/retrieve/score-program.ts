import { matMul, max, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Device, HostArrays, Program, ProgramFunction } from '../compute/program.js';

/** Pins of a run or of a file, of which the graph returns the maximum. */
export const RUN_PINS = 32;
/** Pins of a square: RUN_PINS runs one below the other, whose pins in one place make a file. */
export const SQUARE_PINS = RUN_PINS * RUN_PINS;
/**
 * Most pins of one tile, whole squares. Scores of 504 queries against it take 6 MB; wider tiles at the
 * same number of queries run a few percent slower.
 */
export const TILE_PINS = 3 * SQUARE_PINS;
/**
 * Query batches exist at these sizes only; smaller ones are padded with zero rows. Multiples of 12, the
 * rows that the matrix kernel takes at a time where there is AVX-512.
 */
const QUERY_BATCHES = [12, 60, 252, 504] as const;
/** A batch is taken when at least this much of it is filled. */
const FILLED = 0.75;

export interface ScoreShape {
  /** Q, one of QUERY_BATCHES. */
  readonly queries: number;
  /** T, a multiple of SQUARE_PINS. */
  readonly tile: number;
  /** D. */
  readonly width: number;
}

/**
 * The largest scores of a batch of queries in one tile, taken twice, so that a large score shows where
 * it stands: in a square of 32 x 32 pins, in the run and in the file that both reach it.
 */
export interface TileMaxima {
  /** [Q, T / 32]: of 32 pins one after the other. */
  readonly runs: Float32Array;
  /** [Q, T / 32]: of the 32 pins in the same place of each run of a square. */
  readonly files: Float32Array;
}

/** All scores of a batch of queries in one tile. */
export interface TileScores {
  /** [Q, T]. */
  readonly scores: Float32Array;
  /** [Q, T / 32], as in TileMaxima: runs that cannot matter are passed over. */
  readonly runs: Float32Array;
}

/** queries [Q, D], tile [T, D]. What comes back holds until the next call. */
export type TileProgram<Result> = (queries: Float32Array, tile: Float32Array) => Promise<Result>;
export type OpenTileProgram<Result> = (
  device: Device,
  shape: ScoreShape,
) => Promise<TileProgram<Result>>;

/** For a search: one float32 matrix product, of which only the maxima leave the graph. */
export const maximaProgram: OpenTileProgram<TileMaxima> = async (device, shape) =>
  writingInto(await compiled(device, shape, 'maxima'), {
    runs: new Float32Array((shape.queries * shape.tile) / RUN_PINS),
    files: new Float32Array((shape.queries * shape.tile) / RUN_PINS),
  });

/** For counting, which needs every score: the runtime copies what leaves it, so this is slower. */
export const scoreProgram: OpenTileProgram<TileScores> = async (device, shape) =>
  writingInto(await compiled(device, shape, 'scores'), {
    scores: new Float32Array(shape.queries * shape.tile),
    runs: new Float32Array((shape.queries * shape.tile) / RUN_PINS),
  });

function writingInto<Result extends object>(
  program: Program,
  into: Result & HostArrays,
): TileProgram<Result> {
  return async (queries, tile) => {
    await program.run(undefined, { queries, tile }, into);
    return into;
  };
}

type Output = 'maxima' | 'scores';
const programs = new WeakMap<Device, Map<string, Promise<Program>>>();

/** Kept per device and shape, since every search and every validation uses the same few. */
function compiled(device: Device, shape: ScoreShape, output: Output): Promise<Program> {
  let known = programs.get(device);
  if (!known) {
    known = new Map();
    programs.set(device, known);
  }
  const key = `${output} ${shape.queries} ${shape.tile} ${shape.width}`;
  let program = known.get(key);
  if (!program) {
    program = device.compile(tileFunction(shape, output), specsOf(shape), `retrieve.${output}`);
    known.set(key, program);
    program.catch(() => known.delete(key));
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

function tileFunction(shape: ScoreShape, output: Output): ProgramFunction {
  const squares = [shape.queries, shape.tile / SQUARE_PINS, RUN_PINS, RUN_PINS];
  return (_state, inputs) => {
    const { queries, tile } = inputs;
    if (!queries || !tile) throw new Error('internal: the score program needs queries and tile');
    const scores = matMul(queries, tile, false, true); // [Q, T]
    const square = reshape(scores, squares);
    const runs: Tensor = max(square, 3);
    const files: Tensor = max(square, 2);
    return { state: {}, outputs: output === 'scores' ? { scores, runs } : { runs, files } };
  };
}

/** The size of the next batch when `queries` are left. */
export function queryBatch(queries: number): number {
  const filled = QUERY_BATCHES.filter(size => queries >= FILLED * size);
  return filled.at(-1) ?? QUERY_BATCHES[0];
}
