import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { servedOnce, UNRANKED } from '../../src-main/evaluate/ranks.js';
import { rankAmongSampled } from '../../src-main/evaluate/sampled-ranks.js';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { tinyTimelines } from './tiny-timelines.js';

/** 300 pins on a line: pin p scores p. */
const PINS = 300;
const pinEmbeddings = Float32Array.from({ length: PINS }, (_, pin) => pin);
const members = Int32Array.from({ length: PINS }, (_, pin) => pin);

function ranksOf(target: number, negatives: number, known = new Uint8Array(PINS).fill(1)) {
  const targets = evaluationTargets(
    tinyTimelines([
      { pin: 299, atMs: 0 },
      { pin: target, atMs: 2 },
    ]),
    { protocol: 'actions', atMs: 1, users: Int32Array.of(0), knownPins: known, sequenceLength: 4 },
  );
  return rankAmongSampled(
    {
      pinEmbeddings,
      width: 1,
      members,
      queries: Float32Array.of(1),
      served: servedOnce(targets),
      targets,
      negatives,
      rng: Rng.derive(3, 'sampled'),
    },
    { newOnly: true },
  );
}

describe('rankAmongSampled', () => {
  test('ranks among as many distinct pins as asked, never the target or a visited pin', () => {
    // Everything else lies above pin 0 and below pin 298; pin 299 is visited.
    expect(ranksOf(0, 100).atLeast[0]).toBe(100);
    expect(ranksOf(298, 100).atLeast[0]).toBe(0);
  });

  test('draws uniformly: a pin in the middle has about half of the negatives before it', () => {
    // Binomial-like with n = 100, p = .5: five standard deviations are 25.
    const before = ranksOf(150, 100).atLeast[0]!;
    expect(Math.abs(before - 50)).toBeLessThan(25);
  });

  test('ranks among all that are left when there are fewer than asked', () => {
    expect(ranksOf(10, 1000).atLeast[0]).toBe(PINS - 1 - 11);
  });

  test('gives no rank to a target without features', () => {
    const known = new Uint8Array(PINS).fill(1);
    known[10] = 0;
    expect(ranksOf(10, 100, known).atLeast[0]).toBe(UNRANKED);
  });
});
