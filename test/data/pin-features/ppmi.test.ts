import { describe, expect, test } from 'vitest';
import { countCoEngagement } from '../../../src-main/data/pin-features/co-engagement-counts.js';
import { ppmi } from '../../../src-main/data/pin-features/ppmi.js';
import type { SparseMatrix } from '../../../src-main/data/pin-features/sparse-matrix.js';
import { inOrder } from './timelines-of.js';

function dense(matrix: SparseMatrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, row) => {
    const values = new Array<number>(matrix.columnCount).fill(0);
    for (let e = matrix.offsets[row]!; e < matrix.offsets[row + 1]!; e++)
      values[matrix.columns[e]!] = matrix.values[e]!;
    return values;
  });
}

function count(users: number[][], window: number, more: object = {}) {
  return countCoEngagement(inOrder(users), 4, {
    users: new Uint8Array(users.length).fill(1),
    untilMs: Number.POSITIVE_INFINITY,
    window,
    weighting: 'flat',
    maxActions: 1e9,
    seed: 1,
    ...more,
  });
}

describe('counts of co-engagement', () => {
  test('pairs within the window of one timeline count, across timelines they do not', () => {
    // User 0: 0 1 2; user 1: 0 1 1. Window 1: {0,1}, {1,2}, {0,1}, and {1,1} is no pair.
    const { counts, actionsOfPin } = count(
      [
        [0, 1, 2],
        [0, 1, 1],
      ],
      1,
    ); // prettier-ignore
    expect(dense(counts)).toEqual([
      [0, 2, 0, 0],
      [2, 0, 1, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect([...actionsOfPin]).toEqual([2, 3, 1, 0]);
  });

  test('harmonic weighting counts a pair two positions apart as a half', () => {
    const { counts } = count([[0, 1, 2]], 2, { weighting: 'harmonic' });
    expect(dense(counts)[0]).toEqual([0, 1, 0.5, 0]);
  });

  test('users past the budget of actions are left out by the seed alone', () => {
    const users = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ]; // prettier-ignore
    const one = count(users, 1, { maxActions: 4 });
    const again = count(users, 1, { maxActions: 4 });
    expect(dense(one.counts)).toEqual(dense(again.counts));
    expect(one.actionsOfPin.reduce((a, b) => a + b)).toBe(4);
  });
});

describe('PPMI', () => {
  test('of a tiny corpus equals the values worked by hand', () => {
    // Counts 0-1: 2, 1-2: 1. Marginals 2, 3, 1 of 6 in all, no smoothing:
    // cell(0,1) = log(2·6 / (2·3)) = log 2, cell(1,2) = log(1·6 / (3·1)) = log 2.
    const { counts } = count(
      [
        [0, 1, 2],
        [0, 1],
      ],
      1,
    ); // prettier-ignore
    const cells = dense(ppmi(counts, { contextSmoothing: 1, shift: 1, discount: false }));
    const log2 = Math.fround(Math.log(2));
    expect(cells).toEqual([
      [0, log2, 0, 0],
      [log2, 0, log2, 0],
      [0, log2, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  test('smoothing, shift and discount follow their formulas', () => {
    const { counts } = count(
      [
        [0, 1, 2],
        [0, 1],
      ],
      1,
    ); // prettier-ignore
    const smooth = dense(ppmi(counts, { contextSmoothing: 0.5, shift: 1, discount: false }));
    const total = Math.sqrt(2) + Math.sqrt(3) + 1;
    // Row 2: n = 1, r = 1, context 1 has count 3.
    expect(smooth[2]![1]).toBeCloseTo(Math.log(total / Math.sqrt(3)), 6);
    // Row 1, context 2: n = 1, r = 3, c = 1.
    expect(smooth[1]![2]).toBeCloseTo(Math.log(1 / 3 / (1 / total)), 6);
    const shifted = dense(ppmi(counts, { contextSmoothing: 1, shift: 1.5, discount: false }));
    expect(shifted[0]![1]).toBeCloseTo(Math.log(2 / 1.5), 6);
    const discounted = dense(ppmi(counts, { contextSmoothing: 1, shift: 1, discount: true }));
    expect(discounted[0]![1]).toBeCloseTo(Math.log(2) * (2 / 3) * (2 / 3), 6);
  });

  test('a pair as frequent as chance has no cell', () => {
    // A full triangle: every pair once; with three pins each pair is 3/2 times chance; shift 2 drops all.
    const { counts } = count([[0, 1, 2]], 2);
    expect(ppmi(counts, { contextSmoothing: 1, shift: 2, discount: false }).values).toHaveLength(0);
  });
});
