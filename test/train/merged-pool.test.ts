import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { ExactDrawCounter, LogQ } from '../../src-main/train/log-q.js';
import { NegativeSampler, type PositiveRows } from '../../src-main/train/negatives.js';
import { pooledRow, type Scores, softmax } from './pool-loss.js';

const PINS = 8;
const corpus = Int32Array.from({ length: PINS }, (_, pin) => pin);

/** Figure 5 as the paper draws it: one column per entry of the pool, duplicates kept, entries struck out. */
function naiveLoss(
  rows: PositiveRows,
  random: readonly number[],
  row: number,
  scores: Scores,
  logQ: (pin: number) => number,
): number {
  const user = rows.user[row]!;
  const positive = rows.pin[row]!;
  const ofUser = new Set<number>();
  for (let other = 0; other < rows.pin.length; other++)
    if (rows.user[other] === user) ofUser.add(rows.pin[other]!);
  const kept = [
    ...Array.from({ length: rows.pin.length }, (_, other) => other)
      .filter(other => rows.user[other] !== user && rows.pin[other] !== positive)
      .map(other => rows.pin[other]!),
    ...random.filter(pin => !ofUser.has(pin)),
  ];
  const logits = [positive, ...kept].map(pin => scores(row, pin) - logQ(pin));
  return -Math.log(softmax(logits)[0]!);
}

test('a pool of distinct pins with copies has the loss of the pool that keeps duplicates', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ user: fc.nat(3), pin: fc.nat(PINS - 1) }), { minLength: 2 }),
      fc.nat(12),
      fc.integer({ min: 1, max: 1 << 30 }),
      (drawn, random, seed) => {
        const rows: PositiveRows = {
          users: 4,
          user: drawn.map(row => row.user),
          pin: drawn.map(row => row.pin),
        };
        const counter = new ExactDrawCounter(Int32Array.of(5, 3, 2, 1, 1, 0, 0, 7));
        const logQ = new LogQ(counter);
        const size = { rows: drawn.length, users: 4, random, corpus: PINS };
        const sampler = new NegativeSampler(
          PINS,
          corpus,
          { source: 'mixed', random, positiveLogQ: 'corrected', mask: 'batch' },
          logQ,
        );
        const pool = sampler.draw(rows, Rng.derive(seed));
        // The same generator draws the same random negatives again.
        const rng = Rng.derive(seed);
        const randomPins = Array.from({ length: random }, () => rng.int(PINS));
        const table = Rng.derive(seed, 'scores');
        const values = Array.from({ length: drawn.length * PINS }, () => 3 * table.normal());
        const scores: Scores = (row, pin) => values[row * PINS + pin]!;
        for (let row = 0; row < drawn.length; row++) {
          const naive = naiveLoss(rows, randomPins, row, scores, pin =>
            Math.log(logQ.expectedCopies(pin, size)),
          );
          expect(pooledRow(pool, rows, row, scores).loss).toBeCloseTo(naive, 4);
        }
      },
    ),
    { numRuns: 60 },
  );
});

/**
 * One row in front of each of `others` other users' rows, whose positives follow `share`. Returns the
 * distance of the mean gradient of the first row from the gradient of the full softmax.
 */
function distanceToFull(others: number, withLogQ: boolean, random: number): number {
  const share = [0.4, 0.25, 0.15, 0.1, 0.04, 0.03, 0.02, 0.01];
  const own = 5;
  const table = Rng.derive(11, 'scores');
  const values = Array.from({ length: PINS }, () => table.normal());
  const scores: Scores = (_row, pin) => values[pin]!;
  const counter = new ExactDrawCounter(Int32Array.from(share, p => Math.round(p * 10_000)));
  const sampler = new NegativeSampler(
    PINS,
    corpus,
    { source: 'mixed', random, positiveLogQ: 'uncorrected', mask: 'batch' },
    withLogQ ? new LogQ(counter) : undefined,
  );
  const rng = Rng.derive(12, others);
  const drawPin = () => {
    let pin = 0;
    for (let left = rng.uniform() - share[0]!; left >= 0; left -= share[pin]!)
      pin = Math.min(pin + 1, PINS - 1);
    return pin;
  };
  const mean = new Float64Array(PINS);
  const rounds = Math.ceil(40_000 / others);
  for (let round = 0; round < rounds; round++) {
    const rows: PositiveRows = {
      users: others + 1,
      user: Array.from({ length: others + 1 }, (_, user) => user),
      pin: [own, ...Array.from({ length: others }, drawPin)],
    };
    const { gradient } = pooledRow(sampler.draw(rows, rng), rows, 0, scores);
    for (const [pin, value] of gradient) mean[pin]! += value / rounds;
  }
  const full = softmax(values);
  full[own]! -= 1;
  return Math.hypot(...full.map((value, pin) => value - mean[pin]!));
}

test('with logQ the gradient of mixed negatives approaches the full softmax as the pool grows', () => {
  const distances = [2, 8, 256].map(others => distanceToFull(others, true, others / 2));
  expect(distances[1]).toBeLessThan(distances[0]!);
  expect(distances[2]).toBeLessThan(distances[1]! / 2);
  expect(distances[2]).toBeLessThan(0.01);
});

test('without logQ it does not, however large the pool', () => {
  expect(distanceToFull(64, false, 32)).toBeGreaterThan(0.1);
  expect(distanceToFull(1024, false, 512)).toBeGreaterThan(0.1);
});
