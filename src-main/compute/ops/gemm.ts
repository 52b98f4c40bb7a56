import { add, matMul, mul, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { onnxOp } from '../onnx-op.js';

export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Factor of the product; 1 by default. */
  readonly alpha?: number;
  /** What is added, of a shape that broadcasts to the result's, times `beta` (1 by default). */
  readonly plus?: Tensor | undefined;
  readonly beta?: number;
}

/**
 * alpha · a b + beta · plus of matrices, one pass. Without a gradient: it serves within hand-written
 * ones, where scales and sums that would be passes of their own ride on the products.
 */
export function gemm(a: Tensor, b: Tensor, options: GemmOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, alpha = 1, plus, beta = 1 } = options;
  const rows = a.shape[transposeA ? 1 : 0] ?? 0;
  const columns = b.shape[transposeB ? 0 : 1] ?? 0;
  const attributes = {
    transA: transposeA ? 1 : 0,
    transB: transposeB ? 1 : 0,
    alpha: { float: alpha },
    beta: { float: beta },
  };
  const [result] = onnxOp(
    'Gemm',
    plus ? [a, b, plus] : [a, b],
    attributes,
    [{ shape: [rows, columns], dtype: 'float32' }],
    {
      fallback: () => {
        const product = mul(matMul<Tensor>(a, b, transposeA, transposeB), alpha);
        return [plus ? add(product, mul(plus, beta)) : product];
      },
    },
  );
  if (!result) throw new Error('internal: Gemm without output');
  return result;
}

/**
 * Σ alpha · aᵀ b over pairs of chunks of rows, a [r, I], b [r, O], result [I, O]: the gradient of a
 * matrix of weights. The narrower side is the one that is read across its rows, which is slow.
 */
export function rowProducts(pairs: readonly (readonly [Tensor, Tensor])[], alpha = 1): Tensor {
  const [first] = pairs;
  if (!first) throw new Error('internal: a product of no rows');
  const swapped = (first[0].shape[1] ?? 0) > (first[1].shape[1] ?? 0);
  let result: Tensor | undefined;
  for (const [a, b] of pairs)
    result = gemm(swapped ? b : a, swapped ? a : b, { transposeA: true, alpha, plus: result });
  if (!result) throw new Error('internal: a product of no rows');
  return swapped ? transpose(result) : result;
}
