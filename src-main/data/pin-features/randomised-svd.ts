import { throwIfCancelled } from '../../base/errors.js';
import type { Rng } from '../../base/rng.js';
import { multiply, multiplyTransposed, type SparseMatrix } from './sparse-matrix.js';
import { symmetricEigen } from './symmetric-eigen.js';

export interface Svd {
  /** [rows, rank] row-major, orthonormal columns (zero columns past the matrix's own rank). */
  readonly left: Float64Array;
  /** [rank], descending, >= 0. */
  readonly singularValues: Float64Array;
}

export interface SvdOptions {
  readonly rank: number;
  /** Extra directions in the random start; a few make the last singular vectors accurate. */
  readonly oversampling?: number;
  /** Passes of A·Aᵀ over the start, each with a new orthonormal basis. */
  readonly powerIterations?: number;
  readonly rng: Rng;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Leading left singular vectors of a sparse matrix by a randomised range finder with power
 * iterations (Halko, Martinsson, Tropp 2011, algorithms 4.4 and 5.1). Each vector's sign is set so
 * that its entry of largest magnitude is positive: same matrix and generator, same bits. A rank
 * beyond the matrix's own comes back as zeros.
 */
export function randomisedSvd(matrix: SparseMatrix, options: SvdOptions): Svd {
  const { rows, columnCount } = matrix;
  const { rank, rng, oversampling = 10, powerIterations = 3 } = options;
  const width = Math.min(rank + oversampling, rows, columnCount);
  const left = new Float64Array(rows * rank);
  const singularValues = new Float64Array(rank);
  if (width === 0) return { left, singularValues };

  const start = new Float64Array(columnCount * width);
  for (let i = 0; i < start.length; i++) start[i] = rng.normal();
  let basis = orthonormalise(multiply(matrix, start, width), rows, width);
  for (let pass = 0; pass < powerIterations; pass++) {
    throwIfCancelled(options.signal);
    const across = orthonormalise(multiplyTransposed(matrix, basis, width), columnCount, width);
    throwIfCancelled(options.signal);
    basis = orthonormalise(multiply(matrix, across, width), rows, width);
  }
  throwIfCancelled(options.signal);

  // B = Qᵀ A; B Bᵀ = W diag(σ²) Wᵀ; the left vectors of A are Q W.
  const projected = multiplyTransposed(matrix, basis, width); // Bᵀ [columns, width]
  const { values, vectors } = symmetricEigen(gram(projected, columnCount, width), width);
  const kept = Math.min(rank, width);
  const floor = Math.max(0, values[0] ?? 0) * 1e-14;
  for (let k = 0; k < kept; k++) {
    if (!(values[k]! > floor)) break;
    singularValues[k] = Math.sqrt(values[k]!);
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += basis[row * width + c]! * vectors[c * width + k]!;
      left[row * rank + k] = sum;
      if (Math.abs(sum) > Math.abs(largest)) largest = sum;
    }
    if (largest < 0)
      for (let row = 0; row < rows; row++) left[row * rank + k] = -left[row * rank + k]!;
  }
  return { left, singularValues };
}

/** XᵀX of X [rows, width]. */
function gram(dense: Float64Array, rows: number, width: number): Float64Array {
  const product = new Float64Array(width * width);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    for (let i = 0; i < width; i++) {
      const value = dense[from + i]!;
      if (value === 0) continue;
      for (let j = i; j < width; j++) product[i * width + j]! += value * dense[from + j]!;
    }
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j < i; j++) product[i * width + j] = product[j * width + i]!;
  return product;
}

/**
 * An orthonormal basis of the columns of X [rows, width] by Gram-Schmidt with re-orthogonalisation
 * ("twice is enough"); a column that depends on earlier ones becomes zero.
 */
export function orthonormalise(dense: Float64Array, rows: number, width: number): Float64Array {
  // Column-major, so that the inner loops run over contiguous memory.
  const columns: Float64Array[] = [];
  for (let c = 0; c < width; c++) {
    const column = new Float64Array(rows);
    for (let row = 0; row < rows; row++) column[row] = dense[row * width + c]!;
    const before = norm(column);
    for (let repeat = 0; repeat < 2; repeat++)
      for (const earlier of columns) {
        let dot = 0;
        for (let row = 0; row < rows; row++) dot += earlier[row]! * column[row]!;
        for (let row = 0; row < rows; row++) column[row]! -= dot * earlier[row]!;
      }
    const after = norm(column);
    if (after > before * 1e-10) for (let row = 0; row < rows; row++) column[row]! /= after;
    else column.fill(0);
    columns.push(column);
  }
  const result = new Float64Array(rows * width);
  columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) result[row * width + c] = column[row]!;
  });
  return result;
}

function norm(vector: Float64Array): number {
  let square = 0;
  for (const value of vector) square += value * value;
  return Math.sqrt(square);
}
