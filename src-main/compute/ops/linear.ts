import { add, matMul, type Tensor } from '@tensorflow/tfjs-core';
import { gemm } from './gemm.js';
import { at, withGradient } from './with-gradient.js';

/** x · w + b; x [N, I], w [I, O], b [O], result [N, O]. */
export function linear(x: Tensor, w: Tensor, b: Tensor): Tensor {
  return add(matMul<Tensor>(x, w), b);
}

/**
 * x · wᵀ with the weights of each output in a row; x [N, I], w [O, I], result [N, O]. For O >= I: the
 * gradient dyᵀ · x then reads the wider side across its rows, which is the faster way round.
 */
export function project(x: Tensor, w: Tensor): Tensor {
  return withGradient([x, w], (x, w) => ({
    value: gemm(x, w, { transposeB: true }),
    saved: [x, w],
    gradient: (dy, saved) => [gemm(dy, at(saved, 1)), gemm(dy, at(saved, 0), { transposeA: true })],
  }));
}
