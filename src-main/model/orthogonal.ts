import type { Rng } from '../base/rng.js';

/**
 * A random [rows, columns] matrix, row-major, whose shorter side is orthonormal: x · W keeps lengths
 * where columns >= rows and is an orthogonal projection otherwise. Gram-Schmidt, twice, in float64.
 */
export function orthogonal(rows: number, columns: number, rng: Rng): Float32Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = Float64Array.from({ length }, () => rng.normal());
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) addScaled(vector, other, -dot(vector, other));
    const norm = Math.sqrt(dot(vector, vector));
    if (norm < 1e-6) continue;
    basis.push(vector.map(value => value / norm));
  }
  const matrix = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      matrix[i * columns + j] = rows <= columns ? basis[i]![j]! : basis[j]![i]!;
  return matrix;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, other: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] = target[i]! + scale * other[i]!;
}
