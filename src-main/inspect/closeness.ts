import type { ModelConfig } from '../model/config.js';

/** Inner product of row `i` of `a` and row `j` of `b`, both of `width`. */
export function rowProduct(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  width: number,
): number {
  let product = 0;
  for (let d = 0; d < width; d++) product += a[i * width + d]! * b[j * width + d]!;
  return product;
}

/** Cosine of two rows, −1 to 1; NaN where one is all zeros (a user without a usable action). */
export function cosine(a: Float32Array, b: Float32Array): number {
  const width = a.length;
  const scale = Math.sqrt(rowProduct(a, 0, a, 0, width) * rowProduct(b, 0, b, 0, width));
  return scale === 0 ? Number.NaN : rowProduct(a, 0, b, 0, width) / scale;
}

/** Euclidean distance of two unit vectors from their inner product, 0 to 2; null for a bare dot product. */
export function distanceOf(score: number, similarity: ModelConfig['similarity']): number | null {
  return similarity === 'cosine' ? Math.sqrt(Math.max(0, 2 - 2 * score)) : null;
}
