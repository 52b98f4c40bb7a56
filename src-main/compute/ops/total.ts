import { add, type Tensor } from '@tensorflow/tfjs-core';

/** Sum of tensors of one shape, in their order; there must be at least one. */
export function total(tensors: readonly Tensor[]): Tensor {
  return tensors.reduce((sum, tensor) => add(sum, tensor));
}
