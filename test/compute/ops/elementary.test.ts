import { matMul, type Tensor, transpose } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { l2Normalize } from '../../../src-main/compute/ops/l2-normalize.js';
import { foldNorm, shiftOf, standardize } from '../../../src-main/compute/ops/layer-norm.js';
import { mlp } from '../../../src-main/compute/ops/mlp.js';
import { checkOperation, erf, multiply } from './gradient-check.js';

const plainGelu = (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2;

describe('row operations and their gradients', () => {
  test('standardize and the folded gain and bias are layer normalisation before a linear layer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 9 }),
        async (n, h) =>
          checkOperation({
            seed: 10 * n + h,
            shapes: [[n, h], [h], [h], [h, 2], [2]],
            outputShape: [n, 2],
            tolerance: 1e-4,
            operation: (x, gain, bias, w, b) =>
              matMul<Tensor>(
                standardize(x!),
                foldNorm(gain!, w!, shiftOf(bias!, w!, b!)),
                false,
                true,
              ),
            formula: (x, gain, bias, w, b) => {
              const normed = x!.map((value, i) => {
                const row = x!.slice(i - (i % h), i - (i % h) + h);
                const mean = row.reduce((a, b) => a + b, 0) / h;
                const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / h;
                return (
                  ((value - mean) / Math.sqrt(variance + 1e-5)) * gain![i % h]! + bias![i % h]!
                );
              });
              return multiply(normed, w!, n, h, 2).map((value, i) => value + b![i % 2]!);
            },
          }),
      ),
      { numRuns: 6, seed: 1 },
    );
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

  test('mlp in several chunks adds up the gradients of its weights, with and without that of x', async () => {
    const [N, F] = [25, 3];
    const chunkRows = 8;
    const x = Float32Array.from({ length: N }, (_, i) => Math.sin(i));
    const formula = (x: number[], w1: number[], b1: number[], w2: number[], b2: number[]) =>
      x.map(value =>
        w2.reduce((total, w, f) => total + w * plainGelu(value * w1[f]! + b1[f]!), b2[0]!),
      );
    await checkOperation({
      seed: 14,
      shapes: [[F, 1], [F], [F, 1], [1]],
      fixed: [{ shape: [N, 1], values: x }],
      outputShape: [N, 1],
      tolerance: 1e-4,
      operation: (w1, b1, w2, b2, x) =>
        mlp(x!, w1!, b1!, w2!, b2!, { inputGradient: false, chunkRows }),
      formula: (w1, b1, w2, b2) => formula([...x], w1!, b1!, w2!, b2!),
    });
    await checkOperation({
      seed: 15,
      shapes: [[N, 1], [F, 1], [F], [F, 1], [1]],
      outputShape: [N, 1],
      tolerance: 1e-4,
      operation: (x, w1, b1, w2, b2) => mlp(x!, w1!, b1!, w2!, b2!, { chunkRows }),
      formula: (x, w1, b1, w2, b2) => formula(x!, w1!, b1!, w2!, b2!),
    });
  });

  test('mlp is two linear layers with a gelu between them', async () => {
    await checkOperation({
      seed: 4,
      shapes: [[5, 3], [3, 8], [8], [8, 2], [2]],
      outputShape: [5, 2],
      operation: (x, w1, b1, w2, b2) => mlp(x!, transpose(w1!), b1!, w2!, b2!),
      formula: (x, w1, b1, w2, b2) => {
        const inner = multiply(x!, w1!, 5, 3, 8).map((v, i) => plainGelu(v + b1![i % 8]!));
        return multiply(inner, w2!, 5, 8, 2).map((v, i) => v + b2![i % 2]!);
      },
    });
  });

  test('mlp without an inner bias is mlp with a bias of zeros', async () => {
    await checkOperation({
      seed: 16,
      shapes: [[5, 3], [8, 3], [8, 2], [2]],
      outputShape: [5, 2],
      operation: (x, w1, w2, b2) => mlp(x!, w1!, undefined, w2!, b2!),
      formula: (x, w1, w2, b2) => {
        const columns = Array.from({ length: 3 * 8 }, (_, i) => w1![(i % 8) * 3 + (i >> 3)]!);
        const inner = multiply(x!, columns, 5, 3, 8).map(plainGelu);
        return multiply(inner, w2!, 5, 8, 2).map((v, i) => v + b2![i % 2]!);
      },
    });
  });
});
