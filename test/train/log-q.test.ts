import { expect, test } from 'vitest';
import { ExactDrawCounter, LogQ } from '../../src-main/train/log-q.js';

test('Q of a merged pool is the expected number of copies of a pin in it', () => {
  // 8 draws: pin 0 six times, pin 1 twice, pin 2 never. Pool: 12 rows of 4 users and 10 random of 5 pins.
  const logQ = new LogQ(new ExactDrawCounter(Int32Array.of(6, 2, 0)));
  const size = { rows: 12, users: 4, random: 10, corpus: 5 };
  // n̄ = 12 · (1 − 1/4) = 9; Q = 9 · p + 10 / 5.
  expect(logQ.expectedCopies(0, size)).toBeCloseTo(9 * (6 / 8) + 2, 12);
  expect(logQ.expectedCopies(1, size)).toBeCloseTo(9 * (2 / 8) + 2, 12);
  // A pin that was never drawn counts as half a draw.
  expect(logQ.expectedCopies(2, size)).toBeCloseTo(9 * (0.5 / 8) + 2, 12);
});

test('an absent source of negatives contributes nothing to Q', () => {
  const logQ = new LogQ(new ExactDrawCounter(Int32Array.of(3, 1)));
  expect(logQ.expectedCopies(0, { rows: 0, users: 4, random: 10, corpus: 20 })).toBe(0.5);
  expect(logQ.expectedCopies(0, { rows: 8, users: 4, random: 0, corpus: 20 })).toBe(6 * 0.75);
});

test('no more than 5000 in-batch negatives count', () => {
  const logQ = new LogQ(new ExactDrawCounter(Int32Array.of(1)));
  expect(logQ.expectedCopies(0, { rows: 9000, users: 2, random: 0, corpus: 1 })).toBe(2500);
});

test('a pre-pass without a draw is refused with a remedy', () => {
  expect(() => new LogQ(new ExactDrawCounter(new Int32Array(3)))).toThrow(/no positive was drawn/);
});

test('a counter goes on from stored counts', () => {
  const counter = new ExactDrawCounter(Int32Array.of(2, 0));
  counter.add(1);
  expect([counter.count(0), counter.count(1), counter.total]).toEqual([2, 1, 3]);
});
