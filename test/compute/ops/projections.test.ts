import { matMul, type Tensor } from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { gatherMatMul } from '../../../src-main/compute/ops/gather-mat-mul.js';
import { rotatePhases } from '../../../src-main/compute/ops/phase-rotation.js';
import { checkOperation, multiply } from './gradient-check.js';

describe('projections of the input', () => {
  for (const [name, index] of [
    ['fewer pins than positions', [0, 2, 2, 1, 2]],
    ['more pins than positions', [2, 0]],
  ] as const)
    test(`gatherMatMul with ${name} is rows of table · w, repeats adding up in its gradient`, async () => {
      const table = Float32Array.from([1, 2, -1, 0.5, 3, -2]); // [3, 2]
      await checkOperation({
        seed: 6,
        shapes: [[2, 4]],
        fixed: [
          { shape: [3, 2], values: table },
          { shape: [index.length], values: Int32Array.from(index) },
        ],
        outputShape: [index.length, 4],
        operation: (w, pins, rows) => gatherMatMul(pins!, w!, rows!),
        formula: w => {
          const projected = multiply([...table], w!, 3, 2, 4);
          return index.flatMap(row => projected.slice(4 * row, 4 * row + 4));
        },
      });
    });

  test('rotated weights over cos a and sin a equal plain weights over cos(a + φ₁) and sin(a + φ₂)', async () => {
    const angles = [0.3, 2.5, -1.2, 0, 1, 3]; // [2 actions, 3 periods]
    const plain = [0, 1].flatMap(row => {
      const own = angles.slice(3 * row, 3 * row + 3);
      return [...own.map(Math.cos), ...own.map(Math.sin)];
    });
    await checkOperation({
      seed: 7,
      shapes: [
        [6, 2],
        [2, 3],
      ],
      fixed: [{ shape: [2, 6], values: Float32Array.from(plain) }],
      outputShape: [2, 2],
      operation: (w, phases, features) => matMul<Tensor>(features!, rotatePhases(w!, phases!)),
      formula: (w, phases) => {
        const features = [0, 1].flatMap(row => {
          const own = angles.slice(3 * row, 3 * row + 3);
          return [
            ...own.map((a, i) => Math.cos(a + phases![i]!)),
            ...own.map((a, i) => Math.sin(a + phases![3 + i]!)),
          ];
        });
        return multiply(features, w!, 2, 6, 2);
      },
    });
  });
});
