import { concat, range, type Tensor } from '@tensorflow/tfjs-core';
import type { ProgramFunction, TensorSpec, TensorSpecs } from '../compute/program.js';
import { sequenceInputSpecs } from './batch-layout.js';
import { type ModelConfig, type ModelData, pinWidth } from './config.js';
import { inputLayer } from './input-layer.js';
import { packBatch } from './packed-batch.js';
import { userHead } from './towers.js';
import { blockWeights, transformer } from './transformer.js';

/** Lengths at which programs exist, below M; a sequence runs at the shortest that holds it. */
const BUCKETS = [32, 64, 128, 256, 512, 1024];
/** Positions of one program's batch, about. */
const BATCH_POSITIONS = 4096;

/** Lengths of the programs of a model with sequences of at most `longest` actions, ascending. */
export function encoderLengths(longest: number): number[] {
  return [...BUCKETS.filter(length => length < longest), longest];
}

/** The shortest of those lengths that holds `count` actions. */
export function encoderLength(count: number, longest: number): number {
  return encoderLengths(longest).find(length => length >= count) ?? longest;
}

/** Sequences that one program of this length takes at a time. */
export function encoderBatch(length: number): number {
  return Math.max(1, Math.floor(BATCH_POSITIONS / length));
}

export interface EncoderProgram {
  readonly fn: ProgramFunction;
  readonly inputs: TensorSpecs;
}

/**
 * Forward pass of `users` sequences of `length`; `pins` holds one row for each position. Its output
 * `embedding` is [users, D]. With `attention` all blocks run at all positions, and the weights come out
 * beside it: `attention` [L · users, h, length, length], layer by layer.
 */
export function encoderProgram(
  config: ModelConfig,
  data: ModelData,
  users: number,
  length: number,
  options: { readonly attention?: boolean } = {},
): EncoderProgram {
  const { 'g0.pin': _pin, ...sequences } = sequenceInputSpecs(users, length, 'g0');
  const inputs: Record<string, TensorSpec> = {
    ...sequences,
    'g0.query': { shape: [users, 1], dtype: 'int32' },
    pins: { shape: [users * length, pinWidth(config, data)], dtype: 'float32' },
  };
  const fn: ProgramFunction = (parameters, given) => {
    const pin: Tensor = range(0, users * length, 1, 'int32');
    const batch = packBatch({ ...given, 'g0.pin': pin }, [{ users, length, queries: 1 }]);
    const pins = batch.pin && given.pins;
    if (!pins) throw new Error('internal: no pins');
    const x = inputLayer(config, data, parameters, batch, pins);
    const weights: Tensor[] = [];
    const rows = transformer(config, blockWeights(config, parameters), batch, x, {
      drop: (_name, kept) => kept,
      ...(options.attention
        ? { unpruned: true, observe: (_layer, _group, layer) => weights.push(layer) }
        : {}),
    });
    const embedding = userHead(config, parameters, batch, rows, pins);
    const [only] = weights;
    if (!only) return { state: {}, outputs: { embedding } };
    const attention = weights.length === 1 ? only : concat(weights, 0);
    return { state: {}, outputs: { embedding, attention } };
  };
  return { fn, inputs };
}
