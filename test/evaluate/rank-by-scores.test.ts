import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { rankByScores } from '../../src-main/evaluate/rank-by-scores.js';
import { servedOnce, UNRANKED } from '../../src-main/evaluate/ranks.js';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { tinyTimelines } from './tiny-timelines.js';

const PINS = 12;
const everyPin = Int32Array.from({ length: PINS }, (_, i) => i);

function targetsOf(pins: number[], known = new Uint8Array(PINS).fill(1)) {
  const actions = pins.map((pin, i) => ({ pin, atMs: 10 + i }));
  return evaluationTargets(tinyTimelines([{ pin: 0, atMs: 0 }, ...actions]), {
    protocol: 'actions',
    atMs: 1,
    users: Int32Array.of(0),
    knownPins: known,
    sequenceLength: 4,
  });
}

describe('rankByScores', () => {
  test('ranks by the base where the user has no scores of their own, ties against', () => {
    const base = Float64Array.of(5, 4, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0);
    const targets = targetsOf([1]);
    const ranks = rankByScores(
      everyPin,
      { base, ownScores: () => new Map() },
      servedOnce(targets),
      targets,
    );
    expect([ranks.atLeast[0], ranks.strictly[0]]).toEqual([2, 1]);
  });

  test('lets a user’s own scores replace the base’s, upwards and downwards', () => {
    const base = Float64Array.of(5, 4, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0);
    const targets = targetsOf([3]);
    // Pin 0 falls below pin 3, pin 11 rises above it.
    const own = new Map([
      [0, 1],
      [11, 9],
    ]);
    const ranks = rankByScores(
      everyPin,
      { base, ownScores: () => own },
      servedOnce(targets),
      targets,
    );
    expect(ranks.atLeast[0]).toBe(3);
  });

  test('gives no rank to a target without features', () => {
    const known = new Uint8Array(PINS).fill(1);
    known[3] = 0;
    const targets = targetsOf([3], known);
    const scorer = { base: new Float64Array(PINS), ownScores: () => new Map<number, number>() };
    expect(rankByScores(everyPin, scorer, servedOnce(targets), targets).atLeast[0]).toBe(UNRANKED);
  });

  test('equals brute force for any scores, index and targets', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.boolean(), (seed, ownOnly) => {
        const rng = Rng.derive(seed, 'scores');
        const base = Float64Array.from({ length: PINS }, () => rng.int(4));
        const own = new Map(
          Array.from({ length: rng.int(5) }, () => [rng.int(PINS), rng.int(6)] as const),
        );
        const members = everyPin.filter(() => rng.uniform() < 0.7);
        const targets = targetsOf(Array.from({ length: 1 + rng.int(5) }, () => rng.int(PINS)));
        const ranks = rankByScores(
          members,
          { base, ownScores: () => own },
          servedOnce(targets),
          targets,
          { ownOnly },
        );
        const scoreOf = (pin: number) => own.get(pin) ?? base[pin]!;
        targets.pin.forEach((target, i) => {
          const counted = members.filter(
            pin => pin !== target && (ownOnly || !targets.pin.includes(pin)),
          );
          const expected = counted.filter(pin => scoreOf(pin) >= scoreOf(target) - 1e-6).length;
          expect(ranks.atLeast[i]).toBe(expected);
        });
      }),
    );
  });
});
