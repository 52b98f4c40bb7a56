import type { Rng } from '../../base/rng.js';

/** Exponential with the given mean; 0 for mean 0. */
export function exponential(rng: Rng, mean: number): number {
  return -mean * Math.log(1 - rng.uniform());
}

/** Number of trials up to and with the first success, mean `mean` >= 1. */
export function geometric(rng: Rng, mean: number): number {
  if (mean <= 1) return 1;
  return 1 + Math.floor(Math.log(1 - rng.uniform()) / Math.log(1 - 1 / mean));
}

/** Gamma with the given shape >= 1 and scale 1 (Marsaglia & Tsang 2000). */
export function gamma(rng: Rng, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - rng.uniform();
    if (Math.log(u) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Index drawn in proportion to `weights`, whose sum is `total`. */
export function weighted(rng: Rng, weights: ArrayLike<number>, total: number): number {
  let left = rng.uniform() * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // Rounding may leave a hair of the total: it goes to the last index that has weight.
  for (let i = weights.length - 1; i > 0; i--) if (weights[i]! > 0) return i;
  return 0;
}

/** Fills `out` with a random direction of length about 1: normal entries of variance 1 / width. */
export function unitScaleNoise(rng: Rng, out: Float64Array): Float64Array {
  const scale = 1 / Math.sqrt(out.length);
  for (let k = 0; k < out.length; k++) out[k] = rng.normal() * scale;
  return out;
}

/** Scales a vector to length 1 in place; a zero vector stays. */
export function normalise(vector: Float64Array): Float64Array {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square > 0) {
    const inverse = 1 / Math.sqrt(square);
    for (let k = 0; k < vector.length; k++) vector[k]! *= inverse;
  }
  return vector;
}
