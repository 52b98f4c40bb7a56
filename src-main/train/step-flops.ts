import type { ModelData } from '../model/config.js';
import { forwardFlops } from '../model/flops.js';
import type { TrainConfig } from './config.js';

/** A backward pass takes twice the products of its forward pass. */
const WITH_BACKWARD = 3;

/**
 * Floating-point operations of the matrix products of one step at most: U full sequences through the
 * model, and the logits of R loss rows against W = R + random columns of width D, 2 R W D; three times for
 * the backward pass. Pin towers are left out: they run once for each pin of the batch.
 */
export function stepFlops(config: TrainConfig, data: ModelData): number {
  const { model, batchUsers } = config;
  const { rows, columns } = logitShape(config);
  const length = model.sequenceLength;
  const forward = forwardFlops(model, data, { length, queries: rows / batchUsers });
  return WITH_BACKWARD * (batchUsers * forward + 2 * rows * columns * model.dimension);
}

/** Shape [R, W] of a batch's logits at most: R loss rows against their positives and the random negatives. */
export function logitShape({ model, batchUsers, negatives, sampling }: TrainConfig): {
  readonly rows: number;
  readonly columns: number;
} {
  const rows = batchUsers * Math.min(model.sequenceLength, sampling.positivesPerSequence);
  return { rows, columns: rows + (negatives.source === 'inBatch' ? 0 : negatives.random) };
}
