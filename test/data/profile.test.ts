import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { profileDataset } from '../../src-main/data/profile.js';
import { doublingHistogram, quantilesOf } from '../../src-main/data/quantiles.js';
import { chooseSplit } from '../../src-main/data/split.js';
import { parseTrainConfig } from '../../src-main/train/config.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();
const DAY = 86_400_000;

test('quantiles interpolate between neighbours and are null for nothing', () => {
  expect(quantilesOf(Float64Array.of(4, 1, 3, 2))).toEqual({
    min: 1,
    p10: 1.3,
    p25: 1.75,
    median: 2.5,
    p75: 3.25,
    p90: 3.7,
    p99: expect.closeTo(3.97),
    max: 4,
    mean: 2.5,
  });
  expect(quantilesOf(new Float64Array(0)).median).toBeNull();
});

test('the histogram doubles its classes', () => {
  expect(doublingHistogram(Uint32Array.of(1, 2, 3, 9, 0))).toEqual([
    { from: 1, to: 1, count: 1 },
    { from: 2, to: 3, count: 2 },
    { from: 4, to: 7, count: 0 },
    { from: 8, to: 15, count: 1 },
  ]);
});

/** User a on days 0, 0 (tie), 1 and 20; user b in one sitting on day 30. */
const ACTIONS = `user,pin,at,type,durationSeconds
a,p1,0,view,10
a,p2,0,save,
a,p1,${DAY},view,30
a,p3,${20 * DAY},save,
b,p1,${30 * DAY},view,
b,p1,${30 * DAY + 60_000},save,
`;

test('a profile of six actions, by hand', async () => {
  await studio.import(await studio.file('a.csv', ACTIONS), {
    mapping: { time: 'ms', positive: 'type = save' },
  });
  const profile = await profileDataset(studio.workspace, 'tiny', {
    nowMs: 30 * DAY,
    atMs: 10 * DAY,
  });
  expect(profile).toMatchObject({
    users: 2,
    pins: 3,
    actions: 6,
    positives: 3,
    firstAt: '1970-01-01T00:00:00.000Z',
    spanDays: expect.closeTo(30.0007, 3),
    actionsPerUserHistogram: [
      { from: 1, to: 1, count: 0 },
      { from: 2, to: 3, count: 1 },
      { from: 4, to: 7, count: 1 },
    ],
    types: [
      { name: 'view', actions: 3, share: 0.5, positives: 0 },
      { name: 'save', actions: 3, share: 0.5, positives: 3 },
    ],
    surfaces: [],
    // Day 1's p1 and the second p1 of user b.
    repeatShare: 2 / 6,
    durationShare: 2 / 6,
  });
  expect(profile.actionsPerUser).toMatchObject({ min: 2, median: 3, max: 4, mean: 3 });
  expect(profile.gapsSeconds).toMatchObject({ min: 0, max: (19 * DAY) / 1000 });
  expect(profile.activeDaysPerUser).toMatchObject({ min: 1, max: 3 });
  expect(profile.durationSeconds).toMatchObject({ min: 10, median: 20, max: 30 });
  expect(profile.split).toMatchObject({
    at: '1970-01-11T00:00:00.000Z',
    windowPositives: 1,
    windowUsers: 1,
    // p3 is new to everyone.
    unseenPinShare: 1,
    evaluableUsers: 1,
  });
  expect(profile.warnings.map(({ kind, count }) => [kind, count])).toEqual([
    ['clockTies', 1],
    ['oneSittingUsers', 1],
    ['futureTimes', 1],
    ['pinsWithoutFeatures', 1],
    ['fewEvaluableUsers', expect.any(Number)],
  ]);
});

test('pins without an embedding or an interest are warned of', async () => {
  const pins = await studio.file('p.csv', 'pin,interests,embedding\np1,a,1 2\np2,,\n');
  await studio.import(await studio.file('a.csv', ACTIONS), {
    mapping: { time: 'ms', positive: 'type = save', pins: { file: pins } },
  });
  const { warnings } = await profileDataset(studio.workspace, 'tiny', { nowMs: 99 * DAY });
  expect(warnings).toContainEqual(
    expect.objectContaining({ kind: 'pinsWithoutFeatures', count: 2 }),
  );
  expect(warnings).toContainEqual(
    expect.objectContaining({ kind: 'pinsWithoutInterests', count: 2 }),
  );
});

test('a data set without a positive engagement is profiled and warned of', async () => {
  const report = await studio.import(await studio.file('a.csv', ACTIONS), {
    mapping: { time: 'ms', positive: 'type = like' },
  });
  expect(report.notes.join(' ')).toContain('the types are view, save');
  const profile = await profileDataset(studio.workspace, 'tiny', { nowMs: 99 * DAY });
  expect(profile.positives).toBe(0);
  expect(profile.warnings.map(warning => warning.kind)).toContain('noPositives');
});

test('an unknown data set is answered with the nearest', async () => {
  await studio.import(await studio.file('a.csv', ACTIONS), { dataset: 'gowalla-1' });
  await expect(profileDataset(studio.workspace, 'gowala-1', { nowMs: 0 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    remedy: 'Did you mean gowalla-1?',
  });
});

test('a log too short for any split is said to be that, with what to do', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `u${i % 9},p${i % 7},${i * 60_000}\n`);
  await studio.import(await studio.file('a.csv', `user,pin,at\n${rows.join('')}`), {
    mapping: { time: 'ms' },
  });
  const { warnings } = await profileDataset(studio.workspace, 'tiny', { nowMs: 30 * DAY });
  expect(warnings.at(-1)?.text).toBe(
    'No user can be evaluated at 1970-01-02: none has an action a day before and a positive one in the 14 days after. The log is too short for any: import several weeks, a past to learn from and 14 days to measure.',
  );
});

test('validation and test users are counted in the split that training uses', async () => {
  const rows = Array.from(
    { length: 120 },
    (_, i) => `u${i >> 1},p${i % 7},${(i % 2) * 20 * DAY}\n`,
  );
  await studio.import(await studio.file('a.csv', `user,pin,at\n${rows.join('')}`), {
    mapping: { time: 'ms' },
  });
  const { split } = await profileDataset(studio.workspace, 'tiny', {
    nowMs: 30 * DAY,
    atMs: 10 * DAY,
  });
  const { userIds, timelines } = await openDataset(studio.workspace, 'tiny');
  const { splitSeed } = parseTrainConfig({});
  const { evaluable } = chooseSplit(userIds, timelines, splitSeed, 10 * DAY);
  expect([split.evaluableValidationUsers, split.evaluableTestUsers]).toEqual([
    evaluable.validation,
    evaluable.test,
  ]);
});
