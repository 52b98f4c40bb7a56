import { expect, test } from 'vitest';
import { compareOutput } from '../../../src-main/services/measures/compare-output.js';
import { simulateOutput } from '../../../src-main/services/measures/simulate-output.js';
import { usersOutput } from '../../../src-main/services/measures/users-output.js';
import { fourWalkers, replayOf } from './walked.js';

const near = { run: 'near', ahead: 1 };
const far = { run: 'far', ahead: 20 };
const near4 = [0.5, 1, 0, 0];
const far4 = [0.5, 0, 1, 1];

test('a replay names each user with its targets and its recall under each run and cadence', async () => {
  const { report, perUser } = simulateOutput(
    await replayOf(fourWalkers, [near, far], 'once,realtime'),
  );
  expect(perUser.users).toEqual(['u0', 'u1', 'u2', 'u3']);
  expect([...perUser.targets]).toEqual([2, 1, 2, 1]);
  expect(perUser.cells.map(({ run, cadence, all }) => [run, cadence, [...all]])).toEqual([
    ['near', 'once', near4],
    ['near', 'realtime', [0.5, 1, 0.5, 0]],
    ['far', 'once', far4],
    // 20 ahead of the 1 and of the 10 that were just seen are 21 and 30: 20 is near, 12 is not.
    ['far', 'realtime', [0.5, 0, 0.5, 1]],
  ]);
  // The one target of u1 repeats a pin of its sequence.
  expect([...perUser.cells[0]!.new]).toEqual([0.5, Number.NaN, 0, 0]);
  expect(report.rows[0]?.recallAt10.all.value).toBeCloseTo(1.5 / 4, 12);
});

test('two runs are compared user by user, the second less the first', async () => {
  const output = compareOutput(await replayOf(fourWalkers, [near, far], 'once'), 1);
  expect(output).toMatchObject({
    runs: ['near', 'far'],
    cadence: 'once',
    users: ['u0', 'u1', 'u2', 'u3'],
    wins: [1, 2],
    ties: 1,
  });
  expect(output.recall.map(each => [...each])).toEqual([near4, far4]);
  expect(output.difference.all.value).toBeCloseTo((2.5 - 1.5) / 4, 12);
  // Without u1, which has no new target: (0.5 + 1 + 1) / 3 less 0.5 / 3.
  expect(output.difference.new.value).toBeCloseTo(2 / 3, 12);
  expect(output.difference.all.low).toBeLessThan(output.difference.all.value);
});

test('swapping the runs turns the difference and the wins round', async () => {
  const there = compareOutput(await replayOf(fourWalkers, [near, far], 'once'), 1);
  const back = compareOutput(await replayOf(fourWalkers, [far, near], 'once'), 1);
  expect(back.wins).toEqual([...there.wins].reverse());
  expect(back.difference.all.value).toBeCloseTo(-there.difference.all.value, 12);
});

test('a comparison of one run is refused with what to do', async () => {
  const replayed = await replayOf(fourWalkers, [near], 'once');
  expect(() => compareOutput(replayed, 1)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', where: 'runs', remedy: 'Name two of them.' }),
  );
});

test('users come with what was known of them at t, and their recall under each cadence', async () => {
  const replayed = await replayOf(fourWalkers, [near], 'once,realtime');
  const { timelines } = replayed.dataset;
  const positive = timelines.positive.slice();
  // The third of the five actions of u1.
  positive[timelines.offsets[1]! + 2] = 0;
  const dataset = { ...replayed.dataset, timelines: { ...timelines, positive } };
  const { users, columns, run } = usersOutput({ ...replayed, dataset }, 1);
  expect([run, users]).toEqual(['near', ['u0', 'u1', 'u2', 'u3']]);
  expect(columns.map(({ name, unit, values }) => [name, unit, [...values]])).toEqual([
    ['actions', '', [1, 5, 1, 1]],
    ['positives', '', [1, 4, 1, 1]],
    ['targets', '', [2, 1, 2, 1]],
    ['staleness', 'd', [2, 0.5, 7, 30]],
    ['recall_once', '', near4],
    ['recall_new_once', '', [0.5, Number.NaN, 0, 0]],
    ['recall_realtime', '', [0.5, 1, 0.5, 0]],
    ['recall_new_realtime', '', [0.5, Number.NaN, 0.5, 0]],
  ]);
});

test('slices give the mean recall of their users under the last cadence', async () => {
  const { slices, sliceCadence } = usersOutput(
    await replayOf(fourWalkers, [near], 'once,realtime'),
    1,
  );
  expect(sliceCadence).toBe('realtime');
  const rows = slices.map(({ by, label, users, recallAt10 }) => [
    by,
    label,
    users,
    Number(recallAt10.value.toFixed(6)),
  ]);
  expect(rows).toEqual([
    ['activity', '1 to 5 actions', 3, 0.333333],
    ['activity', '5 to 20 actions', 1, 1],
    ['staleness', '0 to 1 days since the last action', 1, 1],
    ['staleness', '1 to 7 days since the last action', 1, 0.5],
    ['staleness', '7 to 28 days since the last action', 1, 0.5],
    ['staleness', '28 days since the last action or more', 1, 0],
    // Pin i has interest i mod 4: u0 0, u1 mostly 8 and 12, u3 5, u2 30.
    ['interest', 'a', 2, 0.75],
    ['interest', 'b', 1, 0],
    ['interest', 'c', 1, 0.5],
  ]);
  // One user gives no interval.
  expect(slices[1]?.recallAt10).toMatchObject({ low: Number.NaN, high: Number.NaN });
});

test('slices take the cadence that is named, and refuse one that was not replayed', async () => {
  const replayed = await replayOf(fourWalkers, [near], 'once,realtime');
  const { slices, sliceCadence } = usersOutput(replayed, 1, 'once');
  expect(sliceCadence).toBe('once');
  // u2, last seen 7 days before t, has 0 of 2 under once and 1 of 2 under realtime.
  const week = slices.find(({ label }) => label.startsWith('7 to 28'));
  expect([week?.users, week?.recallAt10.value]).toEqual([1, 0]);
  expect(() => usersOutput(replayed, 1, 'daily')).toThrow(
    expect.objectContaining({
      code: 'BAD_INPUT',
      where: 'cadence',
      remedy: 'Name one of once, realtime, or add it to cadences.',
    }),
  );
});
