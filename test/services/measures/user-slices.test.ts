import { expect, test } from 'vitest';
import { slicesOf } from '../../../src-main/services/measures/user-slices.js';

const nobody = {
  actions: new Float64Array(0),
  staleness: new Float64Array(0),
  interest: [],
  interestNames: [],
};

test('bands hold their lower edge and not their upper one', () => {
  const slices = slicesOf({
    ...nobody,
    actions: Float64Array.of(1, 4, 5, 19, 20, 100, 1e6),
    staleness: Float64Array.of(0, 0.99, 1, 7, 28, Number.NaN, 400),
  });
  expect(slices.map(({ label, places }) => [label, [...places]])).toEqual([
    ['1 to 5 actions', [0, 1]],
    ['5 to 20 actions', [2, 3]],
    ['20 to 100 actions', [4]],
    ['100 actions or more', [5, 6]],
    ['0 to 1 days since the last action', [0, 1]],
    ['1 to 7 days since the last action', [2]],
    ['7 to 28 days since the last action', [3]],
    // A user without an action is in no band.
    ['28 days since the last action or more', [4, 6]],
  ]);
});

test('the eight interests of most users have a slice each, equal ones by index', () => {
  // Interest i has 12 − i users; those of the four least and the one user without are in none.
  const interest = [-1, ...Array.from({ length: 12 }, (_, i) => new Array(12 - i).fill(i)).flat()];
  const slices = slicesOf({
    ...nobody,
    interest,
    interestNames: Array.from({ length: 12 }, (_, i) => `i${i}`),
  });
  expect(slices.map(({ by, label, places }) => [by, label, places.length])).toEqual(
    Array.from({ length: 8 }, (_, i) => ['interest', `i${i}`, 12 - i]),
  );
  expect([...(slices[0]?.places ?? [])]).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  const even = slicesOf({ ...nobody, interest: [2, 1], interestNames: ['x', 'y', 'z'] });
  expect(even.map(({ label }) => label)).toEqual(['y', 'z']);
});

test('without users there are no slices', () => {
  expect(slicesOf(nobody)).toEqual([]);
});
