import { type SparseMatrix, SparseRows } from './sparse-matrix.js';

export interface PpmiOptions {
  /** Exponent on the context counts; < 1 keeps rare contexts from dominating (Levy et al. 2015, §3.1). */
  readonly contextSmoothing: number;
  /** log(shift) is subtracted before the positive part; 1 subtracts nothing. */
  readonly shift: number;
  /** Scales each cell by n_ij/(n_ij + 1) · m/(m + 1), m the smaller marginal (Pantel & Lin 2002). */
  readonly discount: boolean;
}

/**
 * Positive pointwise mutual information of a co-occurrence matrix: with row sums r, column sums c
 * and s = contextSmoothing,
 *   max(0, log( n_ij / (r_i · c_jˢ / Σ cˢ) ) − log shift),  in nats.
 * Cells that are not positive are left out; an empty matrix gives an empty one.
 */
export function ppmi(counts: SparseMatrix, options: PpmiOptions): SparseMatrix {
  const { rows, columnCount, offsets, columns, values } = counts;
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columnCount);
  for (let row = 0; row < rows; row++)
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
      rowSums[row]! += values[entry]!;
      columnSums[columns[entry]!]! += values[entry]!;
    }
  // −log of each context's smoothed probability.
  const surprise = new Float64Array(columnCount);
  let total = 0;
  for (let column = 0; column < columnCount; column++)
    if (columnSums[column]! > 0) total += columnSums[column]! ** options.contextSmoothing;
  for (let column = 0; column < columnCount; column++)
    surprise[column] = Math.log(total / columnSums[column]! ** options.contextSmoothing);

  const shift = Math.log(options.shift);
  const result = new SparseRows(rows, columnCount);
  for (let row = 0; row < rows; row++) {
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
      const count = values[entry]!;
      const column = columns[entry]!;
      let cell = Math.log(count / rowSums[row]!) + surprise[column]! - shift;
      if (!(cell > 0)) continue;
      if (options.discount) {
        const smaller = Math.min(rowSums[row]!, columnSums[column]!);
        cell *= (count / (count + 1)) * (smaller / (smaller + 1));
      }
      result.add(column, cell);
    }
    result.endRow();
  }
  return result.finish();
}
