import fc from 'fast-check';
import { describe, test } from 'vitest';
import { gelu } from '../../../src-main/compute/ops/gelu.js';
import { l2Normalize } from '../../../src-main/compute/ops/l2-normalize.js';
import { layerNorm } from '../../../src-main/compute/ops/layer-norm.js';
import { mlp } from '../../../src-main/compute/ops/mlp.js';
import { checkOperation, erf, multiply } from './gradient-check.js';

const plainGelu = (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2;

describe('row operations and their gradients', () => {
  test('layerNorm centres and scales each row, whatever its shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 9 }),
        async (n, h) =>
          checkOperation({
            seed: 10 * n + h,
            shapes: [[n, h], [h], [h]],
            outputShape: [n, h],
            tolerance: 1e-4,
            operation: (x, gain, bias) => layerNorm(x!, gain!, bias!),
            formula: (x, gain, bias) =>
              x!.map((value, i) => {
                const row = x!.slice(i - (i % h), i - (i % h) + h);
                const mean = row.reduce((a, b) => a + b, 0) / h;
                const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / h;
                return (
                  ((value - mean) / Math.sqrt(variance + 1e-5)) * gain![i % h]! + bias![i % h]!
                );
              }),
          }),
      ),
      { numRuns: 6, seed: 1 },
    );
  });

  test('gelu is x Φ(x) and its slope Φ(x) + x φ(x)', async () => {
    await checkOperation({
      seed: 2,
      shapes: [[3, 7]],
      outputShape: [3, 7],
      operation: x => gelu(x!),
      formula: x => x!.map(plainGelu),
    });
  });

  test('l2Normalize gives rows of length 1 and a gradient at right angles to them', async () => {
    await checkOperation({
      seed: 3,
      shapes: [[4, 5]],
      outputShape: [4, 5],
      operation: x => l2Normalize(x!),
      formula: x =>
        x!.map((value, i) => {
          const row = x!.slice(i - (i % 5), i - (i % 5) + 5);
          return value / Math.sqrt(row.reduce((a, b) => a + b * b, 0) + 1e-12);
        }),
    });
  });

  test('mlp is two linear layers with a gelu between them', async () => {
    await checkOperation({
      seed: 4,
      shapes: [[5, 3], [3, 8], [8], [8, 2], [2]],
      outputShape: [5, 2],
      operation: (x, w1, b1, w2, b2) => mlp(x!, w1!, b1!, w2!, b2!),
      formula: (x, w1, b1, w2, b2) => {
        const inner = multiply(x!, w1!, 5, 3, 8).map((v, i) => plainGelu(v + b1![i % 8]!));
        return multiply(inner, w2!, 5, 8, 2).map((v, i) => v + b2![i % 2]!);
      },
    });
  });
});
