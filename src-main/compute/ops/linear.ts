import { add, matMul, type Tensor } from '@tensorflow/tfjs-core';

/** x · w + b; x [N, I], w [I, O], b [O], result [N, O]. */
export function linear(x: Tensor, w: Tensor, b: Tensor): Tensor {
  return add(matMul<Tensor>(x, w), b);
}
