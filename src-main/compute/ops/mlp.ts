import type { Tensor } from '@tensorflow/tfjs-core';
import { gelu } from './gelu.js';
import { linear } from './linear.js';

/** w2ᵀ gelu(w1ᵀ x + b1) + b2; x [N, I], w1 [I, F], w2 [F, O], result [N, O] (PinnerFormer A.2). */
export function mlp(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor): Tensor {
  return linear(gelu(linear(x, w1, b1)), w2, b2);
}
