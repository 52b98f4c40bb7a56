/**
 * Bandwidth by Silverman's rule, .9 · min(standard deviation, interquartile range / 1.34) · n^(−1/5), in
 * the unit of the values. NaN is left out; 0 when fewer than two values are left or all are equal.
 */
export function silvermanBandwidth(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const n = sorted.length;
  if (n < 2) return 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const spread = Math.sqrt(variance);
  const quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
  // Most values equal: the quartiles coincide and would ask for a width of nothing.
  const scale = quartiles > 0 ? Math.min(spread, quartiles) : spread;
  return 0.9 * scale * n ** -0.2;
}

/**
 * Gaussian kernel density of `values` at each point of `at`; integrates to 1 over the line. Zero
 * throughout when there is no finite value or the bandwidth is 0.
 */
export function gaussianDensity(
  values: ArrayLike<number>,
  at: ArrayLike<number>,
  bandwidth = silvermanBandwidth(values),
): Float64Array {
  const density = new Float64Array(at.length);
  const finite = Float64Array.from(values).filter(Number.isFinite);
  if (finite.length === 0 || bandwidth <= 0) return density;
  const factor = 1 / (finite.length * bandwidth * Math.sqrt(2 * Math.PI));
  for (let i = 0; i < at.length; i++) {
    let sum = 0;
    for (const value of finite) {
      const z = (at[i]! - value) / bandwidth;
      if (z > -6 && z < 6) sum += Math.exp(-0.5 * z * z);
    }
    density[i] = sum * factor;
  }
  return density;
}

/** Quantile q of ascending values, linear between neighbours. */
function quantile(ascending: Float64Array, q: number): number {
  const place = q * (ascending.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below]! + (place - below) * (ascending[above]! - ascending[below]!);
}
