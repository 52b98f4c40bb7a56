import { afterAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../src-main/compute/devices.js';
import { rankByEmbeddings, servedOnce, UNRANKED } from '../../src-main/evaluate/ranks.js';
import { recallByUser, shareDecidedByTies, shareUnknown } from '../../src-main/evaluate/recall.js';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { meanOfUsers } from '../../src-main/evaluate/user-means.js';
import { knownMembers, validationRecall } from '../../src-main/evaluate/validation.js';
import { createExactIndex } from '../../src-main/retrieve/exact.js';
import { tinyTimelines } from './tiny-timelines.js';

const device = await openDevice('reference', {});
afterAll(() => device.dispose());

/**
 * Seven pins on a line, the user at 1: the score is the pin's value. Pin 6 has no features at t.
 *   pin    0    1    2    3    4    5    6
 *   score .9   .8   .8   .6   .5   .1   (.7)
 */
const pinValues = Float32Array.of(0.9, 0.8, 0.8, 0.6, 0.5, 0.1, 0.7);
const knownPins = Uint8Array.of(1, 1, 1, 1, 1, 1, 0);
const timelines = tinyTimelines(
  [
    { pin: 3, atMs: 900 },
    { pin: 1, atMs: 1001 }, // before it: 0 and the tie 2; not 3, a target of the user
    { pin: 3, atMs: 1002 }, // before it: 0, 2; not 1, a target of the user. A repeat
    { pin: 6, atMs: 1003 }, // no features: a miss
  ],
  [
    { pin: 5, atMs: 900 },
    { pin: 0, atMs: 1001 }, // before it: nothing
  ],
);
const targets = evaluationTargets(timelines, {
  protocol: 'actions',
  atMs: 1000,
  windowMs: 100,
  users: Int32Array.of(0, 1),
  knownPins,
  sequenceLength: 4,
});
const members = knownMembers(knownPins);
const index = createExactIndex(device, pinValues, 7, 1, { members });
const queries = Float32Array.of(1, 1);

describe('recall', () => {
  test('counts ties against, leaves the user’s other targets out and keeps unknown pins as misses', async () => {
    const ranks = await rankByEmbeddings(index, queries, servedOnce(targets), targets);
    expect([...ranks.atLeast]).toEqual([2, 2, UNRANKED, 0]);
    expect([...ranks.strictly]).toEqual([1, 2, UNRANKED, 0]);
    // k = 3: two of three, then one of one.
    expect(meanOfUsers(recallByUser(targets, ranks, 3))).toBeCloseTo((2 / 3 + 1) / 2, 12);
    // k = 2: pin 1 is missed only because of its tie.
    expect(meanOfUsers(recallByUser(targets, ranks, 2))).toBeCloseTo((0 + 1) / 2, 12);
    expect(shareDecidedByTies(ranks, 2)).toBe(1 / 4);
    expect(shareUnknown(targets)).toBe(1 / 4);
  });

  test('leaves a user without targets of a kind out of that kind’s mean', async () => {
    const ranks = await rankByEmbeddings(index, queries, servedOnce(targets), targets);
    expect([...recallByUser(targets, ranks, 3, 'repeat')]).toEqual([1, Number.NaN]);
    expect([...recallByUser(targets, ranks, 3, 'new')]).toEqual([0.5, 1]);
    expect(meanOfUsers(recallByUser(targets, ranks, 3, 'repeat'))).toBe(1);
  });

  test('ranks against the user’s other targets under ownOnly', async () => {
    const ranks = await rankByEmbeddings(index, queries, servedOnce(targets), targets, {
      ownOnly: true,
    });
    expect([...ranks.atLeast]).toEqual([2, 3, UNRANKED, 0]);
  });

  test('leaves visited pins out of the index under newOnly', async () => {
    const timelines = tinyTimelines([
      { pin: 0, atMs: 900 },
      { pin: 3, atMs: 1001 },
    ]);
    const options = {
      protocol: 'actions' as const,
      atMs: 1000,
      windowMs: 100,
      users: Int32Array.of(0),
      knownPins,
      sequenceLength: 4,
    };
    const own = evaluationTargets(timelines, { ...options, newOnly: true });
    const query = Float32Array.of(1);
    const with0 = await rankByEmbeddings(index, query, servedOnce(own), own);
    const without0 = await rankByEmbeddings(index, query, servedOnce(own), own, { newOnly: true });
    expect([with0.atLeast[0], without0.atLeast[0]]).toEqual([3, 2]);
  });

  test('measures a validation as the tables do', async () => {
    const validation = await validationRecall(device, {
      userEmbeddings: queries,
      pinEmbeddings: pinValues,
      width: 1,
      targets,
      members,
    });
    expect(validation.users).toBe(2);
    expect(validation.targets).toBe(4);
    expect(validation.recallAt10.all).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(validation.recallAt10.new).toBeCloseTo((1 / 2 + 1) / 2, 12);
    expect(validation.recallAt10.repeat).toBe(1);
  });

  test('is NaN, never 0, when nobody can be evaluated', () => {
    expect(meanOfUsers(new Float64Array(0))).toBeNaN();
  });
});
