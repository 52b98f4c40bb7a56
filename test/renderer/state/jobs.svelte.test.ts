import { expect, test } from 'vitest';
import type { JobRecord } from '../../../src-main/contract/jobs.js';
import type { CellView } from '../../../src-main/contract/notebook.js';
import { isMadeGood, Jobs, rateOf } from '../../../src-renderer/state/jobs.svelte.js';

const cell = { notebook: 'n', name: 'c', key: 'k' };
const job = (id: string, createdAtMs: number, more: Partial<JobRecord>): JobRecord => ({
  id,
  kind: 'profile',
  title: id,
  status: 'failed',
  resumable: false,
  createdAtMs,
  ...more,
});
const onBar = (...records: readonly JobRecord[]) => {
  const jobs = new Jobs({
    feed: (_, listener) => {
      listener(records);
      return () => undefined;
    },
    // The others of the contract are not asked for here.
  } as ConstructorParameters<typeof Jobs>[0]);
  jobs.listen();
  return jobs.onBar.map(({ id }) => id);
};

test('a failed job leaves the bar once its cell has asked again, whatever came of that', () => {
  const first = job('first', 1, { cell });
  expect(onBar(first)).toEqual(['first']);
  expect(onBar(first, job('again', 2, { cell: { ...cell, key: 'other' } }))).toEqual(['again']);
  expect(onBar(first, job('done', 2, { cell, status: 'done' }))).toEqual([]);
});

test('failed jobs of other cells, and of none, stay on the bar', () => {
  const other = { ...cell, name: 'other' };
  expect(onBar(job('a', 1, { cell }), job('b', 2, { cell: other }))).toEqual(['a', 'b']);
  expect(onBar(job('a', 1, {}), job('b', 2, {}))).toEqual(['a', 'b']);
});

test('a failed job is made good once its cell has an output, also one that no job made', () => {
  const failed = job('first', 1, { cell });
  // Of a cell its name and state alone are looked at.
  const inState = (status: string, name = 'c') => [{ name, state: { status } } as CellView];
  expect(isMadeGood(failed, 'n', inState('done'))).toBe(true);
  expect(isMadeGood(failed, 'n', inState('failed'))).toBe(false);
  expect(isMadeGood(failed, 'n', inState('done', 'other'))).toBe(false);
  expect(isMadeGood(failed, 'another', inState('done'))).toBe(false);
  expect(isMadeGood(job('runs', 1, { cell, status: 'running' }), 'n', inState('done'))).toBe(false);
});

test('a training that goes on has no rate until it has measured one', () => {
  const going = (stepsPerSecond: number, secondsLeft?: number) => ({
    startedAtMs: 0,
    progress: {
      stage: 'training',
      done: 401,
      total: 1000,
      unit: 'steps',
      figures: { stepsPerSecond },
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    },
  });
  expect(rateOf(going(0), 5000)).toBeNaN();
  expect(rateOf(going(0, 599), 5000)).toBe(1);
});
