import { matMul, reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { columnSums, gemm } from './gemm.js';
import { at, withGradient } from './with-gradient.js';

/**
 * The linear layers around attention. Its heads lie apart, [h, u, S, d], while rows [u·S, h·d] hold
 * them side by side. A product for each head writes or reads them where they lie, as fast as one
 * product of all; only what a gradient of weights reads has to be moved, which runs on one thread.
 */

/** x · wᵀ by heads; x [u·S, I], w [h·d, I] with the weights of each output in a row; [h, u, S, d]. */
export function projectToHeads(x: Tensor, w: Tensor, users: number, heads: number): Tensor {
  const [N = 0, I = 0] = x.shape;
  return withGradient([x, w], (x, w) => {
    const byHead = reshape(w, [heads, -1, I]); // [h, d, I]
    const products = matMul<Tensor>(reshape(x, [1, N, I]), byHead, false, true); // [h, N, d]
    return {
      value: reshape(products, [heads, users, N / users, -1]),
      saved: [x, w],
      gradient: (dy, saved) => {
        const dRows = toRows(dy); // [N, h·d]
        return [gemm(dRows, at(saved, 1)), gemm(dRows, at(saved, 0), { transposeA: true })];
      },
    };
  });
}

/** o · w + b of the heads o [h, u, S, d] side by side; w [h·d, O], b [O], result [u·S, O]. */
export function projectFromHeads(o: Tensor, w: Tensor, b: Tensor): Tensor {
  const shape = o.shape as [number, number, number, number];
  return withGradient([o, w, b], (o, w, b) => {
    const rows = toRows(o); // [u·S, h·d]
    return {
      value: gemm(rows, w, { plus: b }),
      saved: [rows, w],
      gradient: (dy, saved) => {
        const [N = 0, O = 0] = dy.shape;
        const byHead = reshape(at(saved, 1), [shape[0], -1, O]); // [h, d, O]
        const dHeads = matMul<Tensor>(reshape(dy, [1, N, O]), byHead, false, true); // [h, N, d]
        const dW = gemm(at(saved, 0), dy, { transposeA: true });
        return [reshape(dHeads, shape), dW, columnSums(dy)];
      },
    };
  });
}

function toRows(values: Tensor): Tensor {
  const [h = 0, u = 0, S = 0, d = 0] = values.shape;
  return reshape(transpose(values, [1, 2, 0, 3]), [u * S, h * d]);
}
