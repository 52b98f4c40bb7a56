import { describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { groupActions } from '../../src-main/inspect/action-groups.js';
import { attributePin } from '../../src-main/inspect/attribution.js';
import { createMeanEncoder, HOUR, MINUTE, timelineOf, unitPins } from './fixture.js';

/** Sessions of pins along the first axis, and one that holds the only pin along the second. */
const timeline = timelineOf([
  { pin: 0, atMs: 0 },
  { pin: 4, atMs: MINUTE },
  { pin: 8, atMs: 2 * HOUR },
  { pin: 1, atMs: 5 * HOUR },
  { pin: 0, atMs: 9 * HOUR, surface: 1 },
  { pin: 4, atMs: 9 * HOUR + MINUTE, surface: 1 },
]);
const sequence = Int32Array.of(0, 1, 2, 3, 4, 5);
const sources = {
  interestOf: (pin: number) => pin % 4,
  similarityOf: (pin: number) => (pin % 4 === 1 ? 1 : 0),
};

async function attribute(grouping: 'session' | 'interest' | 'surface', passes?: number) {
  const encoder = await createMeanEncoder(openReferenceDevice());
  return attributePin(encoder, {
    timeline,
    sequence,
    pin: 5, // along the second axis
    grouping,
    passes,
    interestOf: sources.interestOf,
    pinEmbeddings: unitPins,
  });
}

describe('why this pin', () => {
  test('names the session of the one action that decides, by a pass without it', async () => {
    const found = await attribute('session');
    // Sum (5, 1): the pin scores 1 / √26; without its session it scores 0, distance √2.
    expect(found.score).toBeCloseTo(1 / Math.sqrt(26), 5);
    expect(found.distance).toBeCloseTo(Math.sqrt(2 - 2 / Math.sqrt(26)), 5);
    const [decisive, ...others] = found.groups;
    expect([...decisive!.actions]).toEqual([3]);
    expect(decisive!.effect).toBeCloseTo(1 / Math.sqrt(26), 5);
    expect(decisive!.distanceWithout).toBeCloseTo(Math.SQRT2, 5);
    // Without one or two of the five others the pin comes closer, so their effects are negative.
    const byFirst = others.sort((a, b) => a.actions[0]! - b.actions[0]!);
    expect(byFirst.map(({ actions }) => [...actions])).toEqual([[0, 1], [2], [4, 5]]);
    expect(byFirst[0]!.effect).toBeCloseTo(1 / Math.sqrt(26) - 1 / Math.sqrt(10), 5);
    expect(byFirst[1]!.effect).toBeCloseTo(1 / Math.sqrt(26) - 1 / Math.sqrt(17), 5);
    expect(found.passes).toBe(5);
  });

  test('finds it by interest too, and makes no more passes than it may', async () => {
    const found = await attribute('interest');
    expect([...found.groups[0]!.actions]).toEqual([0, 1, 2, 4, 5]);
    const few = await attribute('session', 3);
    expect(few.passes).toBe(3);
    expect(few.groups.flatMap(({ actions }) => [...actions]).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a group that is the whole sequence has no effect to measure', async () => {
    const encoder = await createMeanEncoder(openReferenceDevice());
    const { groups, passes } = await attributePin(encoder, {
      timeline,
      sequence: Int32Array.of(3),
      pin: 5,
      grouping: 'surface',
      interestOf: sources.interestOf,
      pinEmbeddings: unitPins,
    });
    expect(groups.map(({ effect }) => effect)).toEqual([null]);
    expect(passes).toBe(1);
  });

  test('refuses an empty sequence and too many passes', async () => {
    await expect(attribute('session', 65)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const encoder = await createMeanEncoder(openReferenceDevice());
    const empty = attributePin(encoder, {
      timeline,
      sequence: new Int32Array(0),
      pin: 5,
      grouping: 'session',
      interestOf: sources.interestOf,
      pinEmbeddings: unitPins,
    });
    await expect(empty).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('groups of actions', () => {
  test('hold each action once, whatever the grouping and the limit', () => {
    for (const grouping of ['session', 'interest', 'surface', 'similarity'] as const)
      for (const limit of [1, 2, 3, 8]) {
        const groups = groupActions(timeline, sequence, grouping, limit, sources);
        expect(groups.length).toBeLessThanOrEqual(limit);
        expect(groups.flatMap(({ actions }) => [...actions]).sort()).toEqual([...sequence]);
      }
  });

  test('by similarity put the most similar first', () => {
    const [first] = groupActions(timeline, sequence, 'similarity', 6, sources);
    expect([...first!.actions]).toEqual([3]);
  });
});
