import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { p90Coverage } from '../../src-main/evaluate/coverage.js';
import { hitRateByUser } from '../../src-main/evaluate/hit-rate.js';
import { interestEntropyByUser } from '../../src-main/evaluate/interest-entropy.js';
import { reciprocalRankByUser } from '../../src-main/evaluate/mean-reciprocal-rank.js';
import { ndcgByUser } from '../../src-main/evaluate/ndcg.js';
import { rankDistribution } from '../../src-main/evaluate/rank-distribution.js';
import { UNRANKED } from '../../src-main/evaluate/ranks.js';
import { recallByUser } from '../../src-main/evaluate/recall.js';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { tinyTimelines } from './tiny-timelines.js';

const targets = evaluationTargets(
  tinyTimelines(
    [
      { pin: 0, atMs: 0 },
      { pin: 1, atMs: 2 },
      { pin: 2, atMs: 3 },
    ],
    [
      { pin: 0, atMs: 0 },
      { pin: 1, atMs: 2 },
    ],
  ),
  {
    protocol: 'actions',
    atMs: 1,
    users: Int32Array.of(0, 1),
    knownPins: new Uint8Array(3).fill(1),
    sequenceLength: 4,
  },
);
const ranksOf = (...atLeast: number[]) => ({
  atLeast: Int32Array.from(atLeast),
  strictly: Int32Array.from(atLeast),
});

describe('interest entropy', () => {
  // Pin 0: interest 0; pin 1: interests 0 and 1; pin 2: none; pin 3: interest 2.
  const interests = {
    interestOffsets: Uint32Array.of(0, 1, 3, 3, 4),
    interests: Int32Array.of(0, 0, 1, 2),
    interestNames: ['a', 'b', 'c'],
  };

  test('splits a pin’s weight over its interests', () => {
    // Pins 0, 1: weights 1.5 and 0.5 of 2.
    const [value] = interestEntropyByUser(Int32Array.of(0, 1), 2, interests);
    expect(value).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 12);
  });

  test('is 0 for one interest, ignores pins without interests and is NaN for none', () => {
    const pins = Int32Array.of(3, 2, 0, -1, 2, -1);
    expect([...interestEntropyByUser(pins, 2, interests)]).toEqual([0, 0, Number.NaN]);
  });

  test('never exceeds the logarithm of the number of interests', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), pins => {
        const [value] = interestEntropyByUser(Int32Array.from(pins), pins.length, interests);
        if (Number.isNaN(value)) return pins.every(pin => pin === 2);
        return value! >= 0 && value! <= Math.log(3) + 1e-12;
      }),
    );
  });
});

describe('P90 coverage', () => {
  test('takes the most retrieved pins until they are 90 % of the results', () => {
    // Ten results: pin 7 six times, pin 8 three times, pin 9 once. Two pins make up nine of ten.
    const pins = Int32Array.of(7, 8, 7, 8, 7, 8, 7, 9, 7, 7);
    expect(p90Coverage(pins, 2, 100)).toEqual({
      value: 0.02,
      users: 5,
      indexPins: 100,
      bound: 0.09,
    });
  });

  test('is bounded by 90 % of the pins that can come up at all', () => {
    // 200 users with 10 results on 100 pins: each pin at best in 20 of 2,000, and 90 of them are 90 %.
    const pins = Int32Array.from({ length: 2000 }, (_, result) => result % 100);
    expect(p90Coverage(pins, 10, 100)).toEqual({
      value: 0.9,
      users: 200,
      indexPins: 100,
      bound: 0.9,
    });
  });

  test('is 0 without results or without an index', () => {
    expect(p90Coverage(new Int32Array(0), 10, 100).value).toBe(0);
    expect(p90Coverage(Int32Array.of(-1, -1), 2, 100).value).toBe(0);
    expect(p90Coverage(Int32Array.of(1), 1, 0).value).toBe(0);
  });

  test('does not depend on the order of users or results', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.nat(), (list, seed) => {
        const pins = Int32Array.from(list);
        const shuffled = Rng.derive(seed, 'shuffle').shuffle(pins.slice());
        expect(p90Coverage(shuffled, 1, 21)).toEqual(p90Coverage(pins, 1, 21));
      }),
    );
  });
});

describe('rank metrics', () => {
  const ranks = ranksOf(1, 12, 0);

  test('hit rate is 1 for any hit, recall the share of hits', () => {
    expect([...hitRateByUser(targets, ranks, 10)]).toEqual([1, 1]);
    expect([...recallByUser(targets, ranks, 10)]).toEqual([0.5, 1]);
    expect([...hitRateByUser(targets, ranks, 1)]).toEqual([0, 1]);
  });

  test('NDCG discounts by the logarithm of the rank', () => {
    const [first, second] = ndcgByUser(targets, ranks, 10);
    expect(first).toBeCloseTo(1 / Math.log2(3) / 2, 12);
    expect(second).toBe(1);
  });

  test('the reciprocal rank of a target without features is 0', () => {
    expect([...reciprocalRankByUser(targets, ranksOf(1, UNRANKED, 3))]).toEqual([0.25, 0.25]);
  });

  test('the distribution accounts for every target once', () => {
    expect(rankDistribution(ranksOf(0, 1, 9, 10, 99, UNRANKED), 50)).toEqual({
      edges: [1, 10, 100],
      counts: [1, 2, 2],
      unranked: 1,
      medianRank: 10,
    });
    expect(rankDistribution(ranksOf(), 50).medianRank).toBeNaN();
  });
});
