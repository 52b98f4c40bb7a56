import { expect, test } from 'vitest';
import { DenseAllAction } from '../../src-main/train/objectives/dense-all-action.js';
import { SequenceStream, type StreamOptions } from '../../src-main/train/sequence-stream.js';
import { type TinyAction, tinyTimelines, tinyTraining } from './tiny-timelines.js';

const dense = new DenseAllAction({ windowDays: 28, positionsPerSequence: 8 });
const daily = (count: number): TinyAction[] =>
  Array.from({ length: count }, (_, day) => [day, day] as const);
// Users with 10, 3, 2 and 1 actions have 9, 2, 1 and 0 ends with a later positive.
const training = tinyTraining(tinyTimelines(daily(10), daily(3), daily(2), daily(1)));

const options: StreamOptions = { sequenceFraction: 1, sequencesPerUser: 4, ends: 'any' };
const stream = (changes: Partial<StreamOptions> = {}, seed = 1) =>
  new SequenceStream(training, dense, { ...options, ...changes }, seed, 'train');
const epoch = (source: SequenceStream, number: number) =>
  Array.from({ length: source.epochLength }, (_, i) => source.at(number * source.epochLength + i));

test('an epoch has min(sequences per user, possible ends) sequences of each user', () => {
  const source = stream();
  expect(source.epochLength).toBe(4 + 2 + 1);
  const users = epoch(source, 0).map(({ user }) => user);
  expect(users.sort()).toEqual([0, 0, 0, 0, 1, 1, 2]);
});

test('the fraction of possible sequences is taken of each user, at least one', () => {
  // ⌈9 / 4⌉ + ⌈2 / 4⌉ + ⌈1 / 4⌉
  expect(stream({ sequenceFraction: 0.25 }).epochLength).toBe(3 + 1 + 1);
});

test('the ends of one user in one epoch are distinct and have a later positive', () => {
  const source = stream();
  for (let number = 0; number < 50; number++) {
    const drawn = epoch(source, number);
    expect(new Set(drawn.map(({ end }) => end)).size).toBe(drawn.length);
    for (const { user, end } of drawn)
      expect(dense.hasPositive(training, user, end - 1)).toBe(true);
  }
});

test('every possible end is drawn about equally often', () => {
  const source = stream();
  const counts = new Int32Array(9);
  for (let number = 0; number < 1800; number++)
    for (const { user, end } of epoch(source, number)) if (user === 0) counts[end - 1]! += 1;
  // 1800 · 4 / 9 = 800 each, deviation 21.
  for (const count of counts) expect(Math.abs(count - 800)).toBeLessThan(110);
});

test('latest always ends at the last action with a positive', () => {
  const ends = epoch(stream({ ends: 'latest' }), 0).filter(({ user }) => user === 0);
  expect(ends.map(({ end }) => end)).toEqual([9, 9, 9, 9]);
});

test('a place of the stream does not depend on what was asked before it', () => {
  const whole = epoch(stream(), 3);
  const source = stream();
  const backwards = whole.map((_, i) => source.at(4 * source.epochLength - 1 - i)).reverse();
  expect(backwards).toEqual(whole);
  expect(epoch(stream({}, 2), 3)).not.toEqual(whole);
});

test('timelines without any positive to predict are refused', () => {
  const alone = tinyTraining(tinyTimelines(daily(1)));
  expect(() => new SequenceStream(alone, dense, options, 1, 'train')).toThrow(
    /no training user has a positive engagement after an action/,
  );
});
