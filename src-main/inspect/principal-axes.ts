import { Rng } from '../base/rng.js';
import { symmetricEigen } from '../data/pin-features/symmetric-eigen.js';

/** Rows that the covariance is taken over, at most; drawn by the seed. */
const COVARIANCE_ROWS = 20_000;

/** The two directions in which rows vary most. */
export interface PrincipalAxes {
  /** [D]. */
  readonly mean: Float64Array;
  /** [2, D], orthonormal; the entry of largest magnitude of each is positive. */
  readonly axes: Float64Array;
  /** Shares of the variance along them, 0 to 1; 0 where rows do not vary at all. */
  readonly shares: readonly [number, number];
}

/**
 * Principal axes of `rows` [n, width], from the covariance of at most 20,000 of them. Same rows and seed,
 * same bits. No rows give zero axes.
 */
export function principalAxes(rows: Float32Array, width: number, seed: number): PrincipalAxes {
  const count = width === 0 ? 0 : rows.length / width;
  const used = sampleRows(count, COVARIANCE_ROWS, Rng.derive(seed, 'principal axes'));
  const mean = new Float64Array(width);
  for (const row of used)
    for (let d = 0; d < width; d++) mean[d]! += rows[row * width + d]! / used.length;
  const covariance = new Float64Array(width * width);
  const centred = new Float64Array(width);
  for (const row of used) {
    for (let d = 0; d < width; d++) centred[d] = rows[row * width + d]! - mean[d]!;
    for (let i = 0; i < width; i++) {
      const value = centred[i]! / used.length;
      for (let j = i; j < width; j++) covariance[i * width + j]! += value * centred[j]!;
    }
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j < i; j++) covariance[i * width + j] = covariance[j * width + i]!;
  const { values, vectors } = symmetricEigen(covariance, width);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const axes = new Float64Array(2 * width);
  for (let k = 0; k < Math.min(2, width); k++) {
    let largest = 0;
    for (let d = 0; d < width; d++) {
      const value = vectors[d * width + k]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    for (let d = 0; d < width; d++)
      axes[k * width + d] = Math.sign(largest) * vectors[d * width + k]!;
  }
  const share = (k: number) => (total > 0 ? Math.max(0, values[k] ?? 0) / total : 0);
  return { mean, axes, shares: [share(0), share(1)] };
}

/** Places rows on the two axes, [n, 2]. */
export function projectOn(
  { mean, axes }: PrincipalAxes,
  rows: Float32Array,
  width: number,
): Float32Array {
  const count = width === 0 ? 0 : rows.length / width;
  const places = new Float32Array(2 * count);
  for (let row = 0; row < count; row++)
    for (let k = 0; k < 2; k++) {
      let along = 0;
      for (let d = 0; d < width; d++)
        along += (rows[row * width + d]! - mean[d]!) * axes[k * width + d]!;
      places[2 * row + k] = along;
    }
  return places;
}

/** At most `most` of `count` rows, ascending, without repeats. */
export function sampleRows(count: number, most: number, rng: Rng): Int32Array {
  const all = Int32Array.from({ length: count }, (_, row) => row);
  return count <= most ? all : rng.shuffle(all).slice(0, most).sort();
}
