export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** [size, size] row-major; column k belongs to values[k]. */
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and eigenvectors of a small symmetric matrix [size, size] by cyclic Jacobi
 * rotations (Golub & Van Loan, §8.5): slow for large sizes, but accurate and without special cases.
 */
export function symmetricEigen(matrix: Float64Array, size: number, sweeps = 40): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  let scale = 0;
  for (const value of a) scale = Math.max(scale, Math.abs(value));
  const negligible = scale * 1e-15;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < size - 1; p++)
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p * size + q]!) <= negligible) continue;
        rotated = true;
        rotate(a, v, size, p, q);
      }
    if (!rotated) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (x, y) => a[y * size + y]! - a[x * size + x]! || x - y,
  );
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) vectors[i * size + k] = v[i * size + order[k]!]!;
  return { values: Float64Array.from(order, k => a[k * size + k]!), vectors };
}

/** One rotation in the (p, q) plane that makes a_pq zero, applied to `a` and gathered into `v`. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const pq = a[p * size + q]!;
  const ratio = (a[q * size + q]! - a[p * size + p]!) / (2 * pq);
  const t = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p]!;
    const kq = a[k * size + q]!;
    a[k * size + p] = c * kp - s * kq;
    a[k * size + q] = s * kp + c * kq;
  }
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k]!;
    const qk = a[q * size + k]!;
    a[p * size + k] = c * pk - s * qk;
    a[q * size + k] = s * pk + c * qk;
    const vp = v[k * size + p]!;
    const vq = v[k * size + q]!;
    v[k * size + p] = c * vp - s * vq;
    v[k * size + q] = s * vp + c * vq;
  }
}
