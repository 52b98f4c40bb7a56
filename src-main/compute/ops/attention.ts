import {
  add,
  cast,
  expandDims,
  greaterEqual,
  lessEqual,
  logicalAnd,
  matMul,
  mul,
  range,
  softmax,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { at, withGradient } from './with-gradient.js';

/** Added to a score; its softmax weight is then exactly 0 in float32 beside any unmasked one. */
const MASKED = -1e9;

/**
 * What is added to the scores of queries at `columns` over the `length` columns of their sequences:
 * 0 where a query may attend (itself and what is older, PinnerFormer A.2) and the column holds one of
 * the sequence's `counts` actions, which stand in the last columns; −1e9 elsewhere. `columns` int32
 * [U, S], or [1, S] where all sequences ask alike; `counts` int32 [U]; result [U, 1, S, length]. A
 * query in the padding sees only masked columns: finite, and nobody reads it.
 */
export function attentionMask(columns: Tensor, counts: Tensor, length: number): Tensor {
  const keys = range(0, length, 1, 'int32'); // [L]
  const past = lessEqual(keys, expandDims(expandDims(columns, 1), 3)); // [U, 1, S, L]
  const first = sub(length, counts); // [U]
  const real = greaterEqual(keys, expandDims(expandDims(expandDims(first, 1), 2), 3)); // [U, 1, 1, L]
  return mul(sub(1, cast(logicalAnd(past, real), 'float32')), MASKED);
}

/**
 * softmax(q kᵀ · scale + mask) v; q [U, h, S, d], k and v [U, h, L, d], mask [U, 1, S, L], result
 * [U, h, S, d]. The gradient is written by hand: with p the weights, dp = do vᵀ and
 * ds = p ∘ (dp − rowsum(do ∘ o)), so that no pass over [S, L] is needed for the softmax's own sum.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: number): Tensor {
  return withGradient([q, k, v], (q, k, v) => {
    const weights = softmax<Tensor>(add(mul(matMul<Tensor>(q, k, false, true), scale), mask));
    const output = matMul<Tensor>(weights, v);
    return {
      value: output,
      saved: [q, k, v, weights, output],
      gradient: (dOutput, saved) => {
        const weights = at(saved, 3);
        const dWeights = matMul<Tensor>(dOutput, at(saved, 2), false, true); // [U, h, S, L]
        const along = sum(mul(dOutput, at(saved, 4)), -1, true); // [U, h, S, 1]
        const dScores = mul(weights, sub(dWeights, along)); // [U, h, S, L]
        return [
          mul(matMul<Tensor>(dScores, at(saved, 1)), scale),
          mul(matMul<Tensor>(dScores, at(saved, 0), true, false), scale),
          matMul<Tensor>(weights, dOutput, true, false),
        ];
      },
    };
  });
}
