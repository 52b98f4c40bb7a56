import { add, fill, matMul, mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
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

/** Sums of the columns of x [N, O], as [O]: a product with ones, which is faster than reducing. */
export function columnSums(x: Tensor): Tensor {
  const [N = 0, O = 0] = x.shape;
  return reshape(matMul<Tensor>(fill([1, N], 1), x), [O]);
}
