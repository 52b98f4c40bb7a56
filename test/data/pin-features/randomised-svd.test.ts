import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../../src-main/base/rng.js';
import {
  orthonormalise,
  randomisedSvd,
} from '../../../src-main/data/pin-features/randomised-svd.js';
import {
  multiply,
  type SparseMatrix,
  SparseRows,
  transpose,
} from '../../../src-main/data/pin-features/sparse-matrix.js';
import { symmetricEigen } from '../../../src-main/data/pin-features/symmetric-eigen.js';

function sparse(cells: number[][]): SparseMatrix {
  const rows = new SparseRows(cells.length, cells[0]!.length);
  for (const row of cells) {
    row.forEach((value, column) => {
      if (value !== 0) rows.add(column, value);
    });
    rows.endRow();
  }
  return rows.finish();
}

function randomCells(seed: number, rows: number, columns: number, density: number): number[][] {
  const rng = Rng.derive(seed, 'cells');
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () =>
      rng.uniform() < density ? Math.fround(rng.normal()) : 0,
    ),
  );
}

describe('eigenvalues of a symmetric matrix', () => {
  test('of [[2, 1], [1, 2]] are 3 and 1', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  test('satisfy A v = λ v', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1e6), (size, seed) => {
        const rng = Rng.derive(seed, 'symmetric');
        const a = new Float64Array(size * size);
        for (let i = 0; i < size; i++)
          for (let j = 0; j <= i; j++) a[i * size + j] = a[j * size + i] = rng.normal();
        const { values, vectors } = symmetricEigen(a, size);
        for (let k = 0; k < size; k++)
          for (let i = 0; i < size; i++) {
            let sum = 0;
            for (let j = 0; j < size; j++) sum += a[i * size + j]! * vectors[j * size + k]!;
            expect(sum).toBeCloseTo(values[k]! * vectors[i * size + k]!, 9);
          }
      }),
    );
  });
});

describe('sparse products', () => {
  test('equal the dense ones, the transposed one too', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 19 }), (seed, width) => {
        const cells = randomCells(seed, 7, 5, 0.4);
        const right = Float64Array.from(randomCells(seed + 1, 5, width, 1).flat());
        const left = Float64Array.from(randomCells(seed + 2, 7, width, 1).flat());
        const product = multiply(sparse(cells), right, width);
        const transposed = multiply(transpose(sparse(cells)), left, width);
        for (let c = 0; c < width; c++) {
          for (let i = 0; i < 7; i++) {
            const sum = cells[i]!.reduce((s, v, j) => s + v * right[j * width + c]!, 0);
            expect(product[i * width + c]).toBeCloseTo(sum, 12);
          }
          for (let j = 0; j < 5; j++) {
            const sum = cells.reduce((s, row, i) => s + row[j]! * left[i * width + c]!, 0);
            expect(transposed[j * width + c]).toBeCloseTo(sum, 12);
          }
        }
      }),
    );
  });
});

describe('orthonormalise', () => {
  test('gives orthonormal columns and zeros for a column that depends on others', () => {
    const dense = Float64Array.of(1, 1, 2, 1, 0, 1, 0, 1, 1); // third = first + second
    const q = orthonormalise(dense, 3, 3);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        let dot = 0;
        for (let row = 0; row < 3; row++) dot += q[row * 3 + i]! * q[row * 3 + j]!;
        expect(dot).toBeCloseTo(i === j && i < 2 ? 1 : 0, 12);
      }
  });
});

describe('randomised SVD', () => {
  test('of a diagonal matrix is its diagonal', () => {
    const svd = randomisedSvd(
      sparse([
        [0, 3, 0],
        [-5, 0, 0],
        [0, 0, 0],
      ]),
      { rank: 3, rng: Rng.derive(1, 'svd') },
    );
    expect(svd.singularValues[0]).toBeCloseTo(5, 9);
    expect(svd.singularValues[1]).toBeCloseTo(3, 9);
    expect(svd.singularValues[2]).toBe(0);
    expect(Array.from(svd.left, x => Math.round(x * 1e9) / 1e9 || 0)).toEqual([
      0, 1, 0, 1, 0, 0, 0, 0, 0,
    ]);
  });

  test('agrees with the dense decomposition of A Aᵀ', () => {
    const rows = 40;
    const columns = 30;
    const rank = 6;
    const cells = randomCells(7, rows, columns, 0.3);
    const gram = new Float64Array(rows * rows);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < rows; j++)
        for (let k = 0; k < columns; k++) gram[i * rows + j]! += cells[i]![k]! * cells[j]![k]!;
    const dense = symmetricEigen(gram, rows);
    const svd = randomisedSvd(sparse(cells), {
      rank,
      powerIterations: 8,
      rng: Rng.derive(3, 'svd'),
    });
    for (let k = 0; k < rank; k++) {
      expect(svd.singularValues[k]).toBeCloseTo(Math.sqrt(dense.values[k]!), 6);
      let dot = 0;
      for (let i = 0; i < rows; i++) dot += svd.left[i * rank + k]! * dense.vectors[i * rows + k]!;
      expect(Math.abs(dot)).toBeCloseTo(1, 4);
    }
  });

  test('finds an exactly low-rank matrix whatever its shape and seed', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 4 }), (seed, rank) => {
        const left = randomCells(seed, 12, rank, 1);
        const right = randomCells(seed + 1, rank, 15, 1);
        const cells = left.map(row =>
          Array.from({ length: 15 }, (_, j) => row.reduce((s, v, k) => s + v * right[k]![j]!, 0)),
        );
        const svd = randomisedSvd(sparse(cells), { rank: 5, rng: Rng.derive(seed, 'svd') });
        let square = 0;
        for (const row of cells) for (const value of row) square += Math.fround(value) ** 2;
        const found = svd.singularValues.reduce((s, v) => s + v * v, 0);
        expect(found / square).toBeCloseTo(1, 8);
      }),
    );
  });

  test('of an empty matrix is zeros', () => {
    const svd = randomisedSvd(sparse([[0, 0]]), { rank: 2, rng: Rng.derive(1, 'svd') });
    expect([...svd.left, ...svd.singularValues]).toEqual([0, 0, 0, 0]);
  });
});
