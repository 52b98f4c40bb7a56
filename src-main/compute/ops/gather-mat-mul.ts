import {
  gather,
  matMul,
  type Tensor,
  type Tensor1D,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { gemm } from './gemm.js';
import { at, withGradient } from './with-gradient.js';

/**
 * Rows `index` of table · w: the projection of the pins of all positions, where pins repeat. table
 * [P, I] gets no gradient, w [I, O], index int32 [N], result [N, O]. Whichever side has fewer rows
 * meets w: the distinct pins when they are fewer than the positions, else the gathered rows.
 */
export function gatherMatMul(table: Tensor, w: Tensor, index: Tensor): Tensor {
  const rows = table.shape[0] ?? 0;
  if (rows >= (index.shape[0] ?? 0)) return projectFixed(gather(table, index), w);
  return withGradient([w], w => ({
    value: gather(matMul<Tensor>(table, w), index),
    saved: [table, index],
    gradient: (dy, saved) => {
      const dProjected = unsortedSegmentSum(dy, at(saved, 1) as Tensor1D, rows); // [P, O]
      return [gemm(at(saved, 0), dProjected, { transposeA: true })];
    },
  }));
}

/** x · w without the gradient of x; x [N, I], w [I, O], result [N, O]. */
export function projectFixed(x: Tensor, w: Tensor): Tensor {
  return withGradient([w], w => ({
    value: matMul<Tensor>(x, w),
    saved: [x],
    gradient: (dy, saved) => [gemm(at(saved, 0), dy, { transposeA: true })],
  }));
}
