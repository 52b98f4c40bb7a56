import {
  add,
  mul,
  oneHot,
  range,
  reshape,
  squeeze,
  sum,
  type Tensor,
  type Tensor1D,
  unsortedSegmentSum,
  where,
} from '@tensorflow/tfjs-core';
import { onnxOp } from '../onnx-op.js';

/**
 * Single elements of the rows of a matrix: `columns` int32 [R, K] names K columns of each of the R
 * rows of `matrix` [R, W]. None of them has a gradient; they serve within hand-written ones.
 */

/** matrix[r, columns[r, k]] as [R, K]. */
export function pickInRows(matrix: Tensor, columns: Tensor): Tensor {
  return single(
    onnxOp(
      'GatherElements',
      [matrix, columns],
      { axis: 1 },
      [{ shape: columns.shape, dtype: 'float32' }],
      {
        fallback: () => {
          const chosen = oneHot(columns, matrix.shape[1] ?? 0, 1, 0, 'float32'); // [R, K, W]
          return [sum(mul(chosen, reshape(matrix, [rowsOf(matrix), 1, -1])), 2)];
        },
      },
    ),
  );
}

/** `matrix` with values[r, k] added at columns[r, k]; repeated columns add up. */
export function addInRows(matrix: Tensor, columns: Tensor, values: Tensor): Tensor {
  return single(
    onnxOp(
      'ScatterElements',
      [matrix, columns, values],
      { axis: 1, reduction: 'add' },
      [{ shape: matrix.shape, dtype: 'float32' }],
      {
        fallback: () => {
          const [rows, width] = [rowsOf(matrix), matrix.shape[1] ?? 0];
          const starts = reshape(range(0, rows * width, width, 'int32'), [rows, 1]);
          const flat = reshape(add(columns, starts), [-1]) as Tensor1D;
          const added = unsortedSegmentSum(reshape(values, [-1]), flat, rows * width);
          return [add(matrix, reshape(added, matrix.shape))];
        },
      },
    ),
  );
}

/** `matrix` with values[r, 0] in place of what stands at columns[r, 0]; columns and values [R, 1]. */
export function setInRows(matrix: Tensor, columns: Tensor, values: Tensor): Tensor {
  return single(
    onnxOp(
      'ScatterElements',
      [matrix, columns, values],
      { axis: 1 },
      [{ shape: matrix.shape, dtype: 'float32' }],
      {
        fallback: () => {
          const chosen = oneHot(squeeze(columns, [1]), matrix.shape[1] ?? 0, 1, 0, 'bool');
          return [where(chosen, mul(values, 1), matrix)];
        },
      },
    ),
  );
}

function rowsOf(matrix: Tensor): number {
  return matrix.shape[0] ?? 0;
}

function single(outputs: readonly Tensor[]): Tensor {
  const output = outputs[0];
  if (!output) throw new Error('internal: an operator without output');
  return output;
}
