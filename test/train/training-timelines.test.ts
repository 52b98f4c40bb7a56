import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseModelConfig } from '../../src-main/model/config.js';
import { sequenceRule } from '../../src-main/model/sequence.js';
import { trainingTimelines } from '../../src-main/train/training-timelines.js';
import {
  DAY,
  everyAction,
  type TinyAction,
  tinyTimelines,
  tinyTraining,
} from './tiny-timelines.js';

test('training sees its users up to its end, and each action’s next and later positives', () => {
  const timelines = tinyTimelines(
    [
      [1, 0],
      [2, 1, false],
      [3, 1],
      [4, 2],
      [5, 9],
    ],
    [[6, 0]],
    [
      [7, 1],
      [8, 2],
    ],
  );
  const training = trainingTimelines(timelines, {
    isTrainingUser: Uint8Array.of(1, 0, 1),
    untilMs: 2 * DAY,
    knownPins: Uint8Array.from({ length: 9 }, (_, pin) => (pin === 8 ? 0 : 1)),
    rule: everyAction,
  });
  expect([...training.users]).toEqual([0, 2]);
  expect([...training.offsets]).toEqual([0, 4, 6]);
  expect([...training.pin]).toEqual([1, 2, 3, 4, 7, 8]);
  // After 1 comes 2, no positive; 4 is the last by day 2; 8 has no known features.
  expect([...training.nextPositivePin]).toEqual([-1, 3, 4, -1, -1, -1]);
  expect([...training.positivePin]).toEqual([1, 3, 4, 7]);
  expect([...training.positiveOffsets]).toEqual([0, 3, 4]);
  expect([...training.firstLaterPositive]).toEqual([1, 2, 2, 3, 4, 4]);
});

test('actions outside the vocabulary leave sequences but stay positives', () => {
  const timelines = tinyTimelines([
    [1, 0, true, 0],
    [2, 1, true, 1],
    [3, 2, true, 0],
  ]);
  const rule = sequenceRule(parseModelConfig({ hidden: 8, heads: 2 }), {
    embeddingWidth: 2,
    actionTypes: 2,
    surfaces: 1,
    has: { type: true, surface: true, duration: true },
    sequenceTypes: [0],
  });
  const training = trainingTimelines(timelines, {
    isTrainingUser: Uint8Array.of(1),
    untilMs: DAY * 5,
    knownPins: new Uint8Array(4).fill(1),
    rule,
  });
  expect([...training.pin]).toEqual([1, 3]);
  expect([...training.positivePin]).toEqual([1, 2, 3]);
  expect([...training.nextPositivePin]).toEqual([2, -1]);
});

test('nobody to train on gives empty columns', () => {
  const training = tinyTraining(tinyTimelines([[1, 5]]), 4);
  expect([training.userCount, training.pin.length, training.positivePin.length]).toEqual([0, 0, 0]);
});

test('no action of another user nor after the end is in the columns', () => {
  const action: fc.Arbitrary<TinyAction> = fc.tuple(fc.nat(20), fc.nat(30), fc.boolean());
  fc.assert(
    fc.property(
      fc.array(fc.array(action), { minLength: 1, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.nat(30),
      (users, trains, untilDay) => {
        // Pins carry their user, so that a leak would show.
        const timelines = tinyTimelines(
          ...users.map((actions, user) =>
            actions
              .map(([pin, day, positive]): TinyAction => [user * 21 + pin, day, positive ?? true])
              .sort((a, b) => a[1] - b[1]),
          ),
        );
        const training = trainingTimelines(timelines, {
          isTrainingUser: Uint8Array.from(users, (_, user) => (trains[user] ? 1 : 0)),
          untilMs: untilDay * DAY,
          knownPins: new Uint8Array(6 * 21).fill(1),
          rule: everyAction,
        });
        for (const pin of [...training.pin, ...training.positivePin])
          expect(trains[Math.floor(pin / 21)]).toBe(true);
        for (const pin of training.nextPositivePin)
          if (pin >= 0) expect(trains[Math.floor(pin / 21)]).toBe(true);
        for (const at of [...training.atMs, ...training.positiveAtMs])
          expect(at).toBeLessThanOrEqual(untilDay * DAY);
        const expected = users.flatMap((actions, user) =>
          trains[user] ? actions.filter(([, day]) => day <= untilDay) : [],
        );
        expect(training.pin.length).toBe(expected.length);
      },
    ),
  );
});
