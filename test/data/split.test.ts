import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../src-main/base/time.js';
import type { Timelines } from '../../src-main/data/columns.js';
import {
  checkSelection,
  checkSplit,
  chooseSplit,
  evaluableUsers,
  firstAfter,
  proposedSplitMs,
  splitUsers,
  TEST,
  TRAIN,
  trainingUsers,
  VALIDATION,
} from '../../src-main/data/split.js';
import { stringsOf } from '../../src-main/data/string-column.js';

/** Timelines from [day, positive] pairs a user; pins do not matter here. */
function timelinesOf(users: [day: number, positive: 0 | 1][][]): Timelines {
  const actions = users.flat();
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((timeline, user) => {
    offsets[user + 1] = offsets[user]! + timeline.length;
  });
  return {
    userCount: users.length,
    actionCount: actions.length,
    offsets,
    pin: new Int32Array(actions.length),
    atMs: Float64Array.from(actions, ([day]) => day * DAY_MS),
    type: new Uint8Array(actions.length),
    surface: new Uint8Array(actions.length),
    durationSeconds: new Float32Array(actions.length),
    positive: Uint8Array.from(actions, ([, positive]) => positive),
  };
}

const ids = (count: number) => stringsOf(Array.from({ length: count }, (_, i) => `user-${i}`));
const countOf = (split: Uint8Array, part: number) => split.filter(p => p === part).length;

test('10,000 users fall 80 / 10 / 10 within 1 %', () => {
  const split = splitUsers(ids(10_000), 1);
  expect(Math.abs(countOf(split, TRAIN) - 8000)).toBeLessThan(100);
  expect(Math.abs(countOf(split, VALIDATION) - 1000)).toBeLessThan(100);
  expect(Math.abs(countOf(split, TEST) - 1000)).toBeLessThan(100);
});

test('a user keeps its part whatever other users there are, and another seed draws anew', () => {
  const alone = splitUsers(stringsOf(['user-7']), 1);
  expect(splitUsers(ids(10), 1)[7]).toBe(alone[0]);
  expect(splitUsers(ids(100), 1)).not.toEqual(splitUsers(ids(100), 2));
});

test('a larger test share takes users from train only', () => {
  const small = splitUsers(ids(1000), 3);
  const large = splitUsers(ids(1000), 3, { validation: 0.1, test: 0.4 });
  for (let user = 0; user < 1000; user++)
    if (small[user] !== TRAIN) expect(large[user]).toBe(small[user]);
  expect(countOf(large, TEST)).toBeGreaterThan(350);
});

test('a user can be evaluated with an action by t - 1 d and a positive in (t, t + 14 d]', () => {
  const timelines = timelinesOf([
    [
      [9, 1],
      [11, 1],
    ],
    // Its only past action is younger than a day at t = 10.
    [
      [9.5, 1],
      [11, 1],
    ],
    // A positive at t itself is not after t.
    [
      [1, 0],
      [10, 1],
    ],
    // The last moment of the window counts, one later does not.
    [
      [1, 0],
      [24, 1],
    ],
    [
      [1, 0],
      [24.1, 1],
    ],
    // What happens in the window is not positive.
    [
      [1, 1],
      [12, 0],
    ],
    [],
  ]);
  expect([...evaluableUsers(timelines, 10 * DAY_MS)]).toEqual([1, 0, 0, 1, 0, 0, 0]);
});

test('firstAfter is where a linear search would end', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 30 }), fc.nat(20), (values, at) => {
      const times = Float64Array.from(values).sort();
      const expected = times.findIndex(time => time > at);
      expect(firstAfter(times, 0, times.length, at)).toBe(expected < 0 ? times.length : expected);
    }),
  );
});

test('the test share is raised until 500 users can be evaluated, to 40 % at most', () => {
  const active: [number, 0 | 1][] = [
    [1, 1],
    [12, 1],
  ];
  const many = timelinesOf(Array.from({ length: 8000 }, () => active));
  const some = timelinesOf(Array.from({ length: 2000 }, () => active));
  const few = timelinesOf(Array.from({ length: 20 }, () => active));
  expect(chooseSplit(ids(8000), many, 1, 10 * DAY_MS).shares.test).toBe(0.1);
  const chosen = chooseSplit(ids(2000), some, 1, 10 * DAY_MS);
  expect(chosen.shares.test).toBeGreaterThanOrEqual(0.25);
  expect(chosen.evaluable.test).toBeGreaterThanOrEqual(500);
  expect(chooseSplit(ids(20), few, 1, 10 * DAY_MS).shares.test).toBe(0.4);
});

test('where everyone trains, the test share may rise to 90 %, and nobody is missing from training', () => {
  const timelines = timelinesOf(
    Array.from({ length: 200 }, () => [
      [1, 1],
      [12, 1],
    ]),
  );
  const chosen = chooseSplit(ids(200), timelines, 1, 10 * DAY_MS, 'shared');
  expect(chosen.shares.test).toBe(0.9);
  expect(countOf(chosen.split, TRAIN)).toBe(0);
  expect(chosen.evaluable.validation + chosen.evaluable.test).toBe(200);
  expect([...trainingUsers(chosen.split, 'shared')]).toEqual(Array(200).fill(1));
  expect(() => checkSplit(timelines, chosen, 10 * DAY_MS, 'shared')).not.toThrow();
  expect(() => checkSplit(timelines, chosen, 10 * DAY_MS)).toThrow(/leaves no training user/);
});

test('a split that leaves nobody to train on, no positive or nobody to evaluate is refused', () => {
  const check = (timelines: Timelines, atDay: number) => () => {
    const atMs = atDay * DAY_MS;
    checkSplit(timelines, chooseSplit(ids(timelines.userCount), timelines, 1, atMs), atMs);
  };
  const repeat = (timeline: [number, 0 | 1][]) =>
    timelinesOf(Array.from({ length: 40 }, () => timeline));
  const refusal = (message: string) =>
    expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(message) });
  expect(check(repeat([[5, 1]]), 2)).toThrowError(refusal('leaves no training user'));
  expect(
    check(
      repeat([
        [1, 0],
        [5, 1],
      ]),
      3,
    ),
  ).toThrowError(refusal('leaves no positive engagement'));
  expect(
    check(
      repeat([
        [1, 1],
        [5, 0],
      ]),
      3,
    ),
  ).toThrowError(refusal('no validation or test user'));
  expect(
    check(
      repeat([
        [1, 1],
        [5, 1],
      ]),
      3,
    ),
  ).not.toThrow();
});

test('steps cannot be chosen where a log begins less than 14 days before the split', () => {
  expect(() => checkSelection(2 * DAY_MS, 16 * DAY_MS)).toThrowError(
    'steps are chosen by training up to 1970-01-03, 14 days before the split, and the log begins on 1970-01-03.',
  );
  expect(() => checkSelection(2 * DAY_MS, 17 * DAY_MS)).not.toThrow();
});

const proposedDay = (timelines: Timelines) =>
  proposedSplitMs({
    timelines,
    firstAtMs: Math.min(...timelines.atMs),
    lastAtMs: Math.max(...timelines.atMs),
  }) / DAY_MS;

const daily = (from: number, to: number): [number, 1][] =>
  Array.from({ length: to - from }, (_, i) => [from + i + 0.5, 1]);

test('the proposed split is the latest midnight that leaves 14 whole days', () => {
  expect(proposedDay(timelinesOf([daily(0, 100), daily(0, 100)]))).toBe(85);
});

test('a few actions of a far future do not move the proposed split', () => {
  const users = Array.from({ length: 30 }, () => daily(0, 100));
  users[0]!.push([30_000, 1]);
  // Without the stray action the last day is the 99th.
  expect(proposedDay(timelinesOf(users))).toBe(85);
});

test('where the end of the data has faded out an earlier split is proposed', () => {
  const users = Array.from({ length: 50 }, (_, user) => daily(0, user < 5 ? 400 : 150));
  const day = proposedDay(timelinesOf(users));
  expect(day).toBeLessThan(150);
  expect(day).toBeGreaterThan(70);
});
