import { expect, test } from 'vitest';
import { interestShares, joinShares } from '../../../src-main/services/measures/interest-shares.js';

/** Pin 0 is tea, pin 1 tea and ski, pin 2 has none. */
const pins = {
  interestOffsets: Uint32Array.of(0, 1, 3, 3),
  interests: Int32Array.of(0, 0, 1),
  interestNames: ['tea', 'ski'],
};

test('a pin splits its weight over its interests, and one without has none', () => {
  // tea 1 + ½, ski ½, of the two pins that have interests.
  expect(interestShares(Int32Array.of(0, 1, 2, -1), pins)).toEqual(
    new Map([
      ['tea', 0.75],
      ['ski', 0.25],
    ]),
  );
  expect(interestShares(Int32Array.of(1, 1), pins).get('ski')).toBe(0.5);
});

test('where no pin has an interest there are no shares', () => {
  expect(interestShares(Int32Array.of(2, -1), pins).size).toBe(0);
  expect(interestShares(new Int32Array(0), pins).size).toBe(0);
});

test('shares of two kinds are joined by name, the larger of either first', () => {
  const results = new Map([
    ['tea', 0.6],
    ['ski', 0.4],
  ]);
  const history = new Map([
    ['dogs', 0.9],
    ['ski', 0.1],
  ]);
  expect(joinShares(results, history)).toEqual([
    { name: 'dogs', results: 0, history: 0.9 },
    { name: 'tea', results: 0.6, history: 0 },
    { name: 'ski', results: 0.4, history: 0.1 },
  ]);
});
