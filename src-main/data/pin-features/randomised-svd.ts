import { throwIfCancelled } from '../../base/errors.js';
import type { Rng } from '../../base/rng.js';
import { multiply, type SparseMatrix, transpose } from './sparse-matrix.js';
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

  const transposed = transpose(matrix);
  const start = new Float64Array(columnCount * width);
  for (let i = 0; i < start.length; i++) start[i] = rng.normal();
  let basis = orthonormalise(multiply(matrix, start, width), rows, width, powerIterations ? 1 : 2);
  for (let pass = 0; pass < powerIterations; pass++) {
    throwIfCancelled(options.signal);
    const across = orthonormalise(multiply(transposed, basis, width), columnCount, width, 1);
    throwIfCancelled(options.signal);
    const last = pass === powerIterations - 1;
    basis = orthonormalise(multiply(matrix, across, width), rows, width, last ? 2 : 1);
  }
  throwIfCancelled(options.signal);

  // B = Qᵀ A; B Bᵀ = W diag(σ²) Wᵀ; the left vectors of A are Q W.
  const projected = multiply(transposed, basis, width); // Bᵀ [columns, width]
  const { values, vectors } = symmetricEigen(gram(projected, columnCount, width), width);
  const floor = Math.max(0, values[0] ?? 0) * 1e-14;
  let kept = 0;
  while (kept < Math.min(rank, width) && values[kept]! > floor) kept++;
  for (let k = 0; k < kept; k++) singularValues[k] = Math.sqrt(values[k]!);
  const largest = new Float64Array(rank);
  for (let row = 0; row < rows; row++) {
    const out = row * rank;
    for (let c = 0; c < width; c++) {
      const value = basis[row * width + c]!;
      for (let k = 0; k < kept; k++) left[out + k]! += value * vectors[c * width + k]!;
    }
    for (let k = 0; k < kept; k++)
      if (Math.abs(left[out + k]!) > Math.abs(largest[k]!)) largest[k] = left[out + k]!;
  }
  for (let k = 0; k < kept; k++)
    if (largest[k]! < 0)
      for (let row = 0; row < rows; row++) left[row * rank + k] = -left[row * rank + k]!;
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
 * An orthonormal basis of the columns of X [rows, width] by Gram-Schmidt; a column that depends on
 * earlier ones becomes zero. Two passes are orthogonal to rounding ("twice is enough"), one is
 * enough between power iterations, where only the directions must not collapse into one.
 */
export function orthonormalise(
  dense: Float64Array,
  rows: number,
  width: number,
  passes: 1 | 2 = 2,
): Float64Array {
  // Column-major, so that the inner loops run over contiguous memory.
  const columns: Float64Array[] = [];
  for (let c = 0; c < width; c++) {
    const column = new Float64Array(rows);
    for (let row = 0; row < rows; row++) column[row] = dense[row * width + c]!;
    const before = norm(column);
    for (let pass = 0; pass < passes; pass++)
      for (const earlier of columns) {
        const along = dot(earlier, column);
        for (let row = 0; row < rows; row++) column[row]! -= along * earlier[row]!;
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

/** Four sums side by side: one alone would wait for each addition before the next. */
function dot(a: Float64Array, b: Float64Array): number {
  const whole = a.length - (a.length % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
