import { expect, test } from 'vitest';
import {
  describeTimeline,
  profileSample,
} from '../../../src-main/services/measures/profile-sample.js';
import { DAY, datasetOf, t } from '../../simulate/walkers.js';
import { datasetOfWalks } from './walked.js';

const HOUR = 3600;

test('a user is described by days, gaps and returns', () => {
  // Gaps of 1 h, 23 h, 24 h and 24 h: the median is between the second and the third, 23.5 h.
  const hours = [0, 1, 24, 48, 72];
  const row = describeTimeline(
    Float64Array.from(hours, hour => t + hour * HOUR * 1000),
    Int32Array.of(7, 8, 7, 7, 9),
  );
  expect(row).toEqual({
    actions: 5,
    // t is a midnight: hours 0 and 1 share a day.
    activeDays: 4,
    medianGapSeconds: 23.5 * HOUR,
    repeatShare: 2 / 5,
    lastAtMs: t + 3 * DAY,
  });
});

test('one action has no gap, and nobody has no last action', () => {
  expect(describeTimeline(Float64Array.of(t), Int32Array.of(1))).toMatchObject({
    actions: 1,
    activeDays: 1,
    medianGapSeconds: Number.NaN,
    repeatShare: 0,
  });
  expect(describeTimeline(new Float64Array(0), new Int32Array(0))).toEqual({
    actions: 0,
    activeDays: 0,
    medianGapSeconds: Number.NaN,
    repeatShare: 0,
    lastAtMs: Number.NaN,
  });
});

test('few users are all in the sample, in the order of the data', () => {
  const sample = profileSample(
    datasetOfWalks(
      [
        [1, 0],
        [1, 1],
      ],
      [[2, 5]],
    ),
    [],
  );
  expect(sample.users).toEqual(['u0', 'u1']);
  expect([...sample.actions]).toEqual([2, 1]);
  expect([...sample.repeatShare]).toEqual([0.5, 0]);
  expect([...sample.medianGapSeconds]).toEqual([24 * HOUR, Number.NaN]);
  expect([...sample.lastAtMs]).toEqual([t + DAY, t + 5 * DAY]);
});

/** The type and whether it is positive, of each action of each user. */
function datasetOfTypes(
  actionTypes: string[],
  ...users: (readonly [type: number, positive: 0 | 1])[][]
) {
  const dataset = datasetOf(users.map(actions => actions.map((_, i) => ({ pin: i, atMs: i }))));
  const type = Uint8Array.from(users.flat(), ([of]) => of);
  const positive = Uint8Array.from(users.flat(), ([, is]) => is);
  return { ...dataset, actionTypes, timelines: { ...dataset.timelines, type, positive } };
}

test('what each user did of each type is counted in the order of the profile', () => {
  const dataset = datasetOfTypes(
    ['hide', 'save'],
    [
      [1, 1],
      [0, 0],
      [1, 0],
    ],
    [],
    [[1, 1]],
  );
  // Columns: save, hide.
  expect(profileSample(dataset, ['save', 'hide']).types).toEqual({
    columns: 2,
    actions: Uint32Array.of(2, 1, 0, 0, 1, 0),
    positives: Uint32Array.of(1, 0, 0, 0, 1, 0),
  });
});

test('of more than 16 types the rarest are counted together', () => {
  const names = Array.from({ length: 18 }, (_, i) => `t${i}`);
  const each = names.map((_, i) => [i, 1] as const);
  const { types } = profileSample(datasetOfTypes(names, each), names);
  expect(types?.columns).toBe(16);
  expect([...(types?.actions ?? [])]).toEqual([...Array(15).fill(1), 3]);
});

test('data without types has no columns of them', () => {
  expect(profileSample(datasetOfWalks([[1, 0]]), []).types?.columns).toBe(0);
});

test('of many users 20,000 are drawn, each once, the same every time', () => {
  const many = datasetOf(Array.from({ length: 20_100 }, (_, user) => [{ pin: 1, atMs: user }]));
  const users = profileSample(many, []).users;
  const numbers = users.map(user => Number(user.slice(1)));
  expect(new Set(numbers).size).toBe(20_000);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  // It is no cut: users of the last 100 are drawn as well.
  expect(numbers.filter(user => user >= 20_000).length).toBeGreaterThan(80);
  expect(profileSample(many, []).users).toEqual(users);
});
