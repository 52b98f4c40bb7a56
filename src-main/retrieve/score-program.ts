import { matMul, max, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Device, Program, ProgramFunction, TensorSpec } from '../compute/program.js';

/** Pins of a run or of a file, of which the graph returns the maximum. */
export const RUN_PINS = 32;
/**
 * Pins of a square: RUN_PINS runs one below the other, whose pins in one place make a file. Scores of
 * 504 queries against it take 2 MB, which lie in two cores' caches until their maxima are taken.
 */
export const SQUARE_PINS = RUN_PINS * RUN_PINS;
/** Most squares that one call of a program scores: a call costs a tenth of a millisecond. */
export const TILE_SQUARES = 8;
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
  /** S, of a tile. */
  readonly squares: number;
  /** D. */
  readonly width: number;
}

/**
 * The largest scores of a batch of queries in one square, taken twice, so that a large score shows where
 * it stands: in the run and in the file that both reach it.
 */
export interface SquareMaxima {
  /** [Q, 32]: of 32 pins one after the other. */
  readonly runs: Float32Array;
  /** [Q, 32]: of the 32 pins in the same place of each run. */
  readonly files: Float32Array;
}

/** All scores of a batch of queries in one square. */
export interface SquareScores {
  /** [Q, 1024]. */
  readonly scores: Float32Array;
  /** [Q, 32], as in SquareMaxima: runs that cannot matter are passed over. */
  readonly runs: Float32Array;
}

/** queries [Q, D], tile [S · 1024, D], a result for each square. What comes back holds until the next call. */
export type TileProgram<Result> = (
  queries: Float32Array,
  tile: Float32Array,
) => Promise<readonly Result[]>;
export type OpenTileProgram<Result> = (
  device: Device,
  shape: ScoreShape,
) => Promise<TileProgram<Result>>;

/** For a search: float32 matrix products of which only the maxima leave the graph. */
export const maximaProgram: OpenTileProgram<SquareMaxima> = async (device, shape) => {
  const run = await squareProgram(device, shape, 'maxima');
  return perSquare(run, shape, { runs: RUN_PINS, files: RUN_PINS });
};

/** For counting, which needs every score: the runtime copies what leaves it, so this is slower. */
export const scoreProgram: OpenTileProgram<SquareScores> = async (device, shape) => {
  const run = await squareProgram(device, shape, 'scores');
  return perSquare(run, shape, { scores: SQUARE_PINS, runs: RUN_PINS });
};

/** Runs the program into arrays that are kept; `widths` has the values a query and square of each output. */
function perSquare<Name extends string>(
  program: Program,
  { queries: rows, squares, width }: ScoreShape,
  widths: Readonly<Record<Name, number>>,
): TileProgram<Readonly<Record<Name, Float32Array>>> {
  const names = Object.keys(widths) as Name[];
  const results = Array.from({ length: squares }, () => {
    const arrays = names.map(name => [name, new Float32Array(rows * widths[name])] as const);
    return Object.fromEntries(arrays) as Record<Name, Float32Array>;
  });
  const into = Object.fromEntries(
    results.flatMap((result, i) => names.map(name => [portOf(name, i), result[name]] as const)),
  );
  return async (queries, tile) => {
    const inputs: Record<string, Float32Array> = { queries };
    for (let i = 0; i < squares; i++)
      inputs[portOf('square', i)] = tile.subarray(
        i * SQUARE_PINS * width,
        (i + 1) * SQUARE_PINS * width,
      );
    await program.run(undefined, inputs, into);
    return results;
  };
}

const portOf = (name: string, square: number) => `${name}${square}`;

type Output = 'maxima' | 'scores';
const programs = new WeakMap<Device, Map<string, Promise<Program>>>();

/** Kept per device and shape, since every search and every validation uses the same few. */
function squareProgram(device: Device, shape: ScoreShape, output: Output): Promise<Program> {
  let known = programs.get(device);
  if (!known) {
    known = new Map();
    programs.set(device, known);
  }
  const key = `${output} ${shape.queries} ${shape.squares} ${shape.width}`;
  let program = known.get(key);
  if (!program) {
    program = device.compile(squareFunction(shape, output), specsOf(shape), `retrieve.${output}`);
    known.set(key, program);
    program.catch(() => known.delete(key));
  }
  return program;
}

function specsOf({ queries, squares, width }: ScoreShape) {
  const inputs: Record<string, TensorSpec> = {
    queries: { shape: [queries, width], dtype: 'float32' },
  };
  for (let i = 0; i < squares; i++)
    inputs[portOf('square', i)] = { shape: [SQUARE_PINS, width], dtype: 'float32' };
  return { state: {}, inputs };
}

function squareFunction(shape: ScoreShape, output: Output): ProgramFunction {
  return (_state, { queries, ...squares }) => {
    if (!queries) throw new Error('internal: the score program needs queries');
    const outputs: Record<string, Tensor> = {};
    for (let i = 0; i < shape.squares; i++) {
      const square = squares[portOf('square', i)];
      if (!square) throw new Error('internal: the score program needs its squares');
      const scores = matMul(queries, square, false, true); // [Q, 1024]
      const grid = reshape(scores, [shape.queries, RUN_PINS, RUN_PINS]);
      outputs[portOf('runs', i)] = max(grid, 2);
      if (output === 'scores') outputs[portOf('scores', i)] = scores;
      else outputs[portOf('files', i)] = max(grid, 1);
    }
    return { state: {}, outputs };
  };
}

/** The size of the next batch when `queries` are left. */
export function queryBatch(queries: number): number {
  const filled = QUERY_BATCHES.filter(size => queries >= FILLED * size);
  return filled.at(-1) ?? QUERY_BATCHES[0];
}
