import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { type SoftmaxRows, sampledSoftmax } from '../../../src-main/compute/ops/sampled-softmax.js';
import { checkOperation } from './gradient-check.js';

const MASKED = -1e9;

/** Passes the constant inputs by name, in the order of SoftmaxRows. */
function rowsOf(fixed: Tensor[]): SoftmaxRows {
  const [poolBias, userPositive, userPositiveBias, rowUser, rowTarget, rowTargetBias, rowWeight] =
    fixed;
  return {
    poolBias: poolBias!,
    userPositive: userPositive!,
    userPositiveBias: userPositiveBias!,
    rowUser: rowUser!,
    rowTarget: rowTarget!,
    rowTargetBias: rowTargetBias!,
    rowWeight: rowWeight!,
  };
}

describe('sampled softmax', () => {
  test('columns with copies as log-bias equal a naive pool that holds every copy', async () => {
    // The pool, copy by copy: pins a a b c c c d, −log Q per copy below. Columns: a b c d.
    const naivePool = [0, 0, 1, 2, 2, 2, 3];
    const logQ = [-0.5, 0.2, -1, 0.7];
    // User 0 has the positives a (row 0) and c (row 1), user 1 has d (row 2).
    const targets = [0, 2, 3];
    const users = [0, 0, 1];
    const weights = [0.25, 0.25, 0.5];
    // Figure 5 takes all copies of a user's own positives out of the pool; the row's own stands once.
    const hidden = [new Set([0, 2]), new Set([3])];
    const log = Math.log;
    await checkOperation({
      seed: 8,
      shapes: [[3, 2], [4, 2], []],
      start: (index, rng) => (index === 2 ? 0.4 : rng.normal()),
      fixed: [
        {
          shape: [4],
          values: Float32Array.from([log(2) - logQ[0]!, -logQ[1]!, log(3) - logQ[2]!, -logQ[3]!]),
        },
        { shape: [2, 2], values: Int32Array.from([0, 2, 3, 0]) },
        { shape: [2, 2], values: Float32Array.from([MASKED, MASKED, MASKED, 0]) },
        { shape: [3], values: Int32Array.from(users) },
        { shape: [3], values: Int32Array.from(targets) },
        { shape: [3], values: Float32Array.from(targets, pin => -logQ[pin]!) },
        { shape: [3], values: Float32Array.from(weights) },
      ],
      outputShape: [],
      tolerance: 1e-5,
      operation: (u, v, temperature, ...fixed) =>
        sampledSoftmax(u!, v!, temperature!, rowsOf(fixed)),
      formula: (u, v, [temperature]) => {
        const logit = (row: number, pin: number) =>
          (u![2 * row]! * v![2 * pin]! + u![2 * row + 1]! * v![2 * pin + 1]!) / temperature! -
          logQ[pin]!;
        let loss = 0;
        targets.forEach((target, row) => {
          const own = Math.exp(logit(row, target));
          const others = naivePool
            .filter(pin => !hidden[users[row]!]!.has(pin))
            .reduce((total, pin) => total + Math.exp(logit(row, pin)), 0);
          loss -= weights[row]! * log(own / (own + others));
        });
        return [loss];
      },
    });
  });

  test('a target that is not in the pool competes with its own bias alone', async () => {
    await checkOperation({
      seed: 9,
      shapes: [[1, 2], [2, 2], []],
      start: (index, rng) => (index === 2 ? 0.3 : rng.normal()),
      fixed: [
        { shape: [2], values: Float32Array.from([MASKED, 0.5]) },
        { shape: [1, 1], values: Int32Array.from([0]) },
        { shape: [1, 1], values: Float32Array.from([MASKED]) },
        { shape: [1], values: Int32Array.from([0]) },
        { shape: [1], values: Int32Array.from([0]) },
        { shape: [1], values: Float32Array.from([1.5]) },
        { shape: [1], values: Float32Array.from([1]) },
      ],
      outputShape: [],
      operation: (u, v, temperature, ...fixed) =>
        sampledSoftmax(u!, v!, temperature!, rowsOf(fixed)),
      formula: (u, v, [temperature]) => {
        const s = (pin: number) =>
          (u![0]! * v![2 * pin]! + u![1]! * v![2 * pin + 1]!) / temperature!;
        const [own, other] = [Math.exp(s(0) + 1.5), Math.exp(s(1) + 0.5)];
        return [-Math.log(own / (own + other))];
      },
    });
  });
});
