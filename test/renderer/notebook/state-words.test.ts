import { expect, test } from 'vitest';
import type { CellState } from '../../../src-main/contract/notebook.js';
import { progressParts } from '../../../src-renderer/notebook/state-words.js';

type Running = Extract<CellState, { status: 'running' }>;

const running = (progress?: Running['progress']): Running => ({
  status: 'running',
  startedAtMs: 0,
  progress,
});
const texts = (state: Running, nowMs = 10_000, kind = 'world') =>
  progressParts(state, nowMs, kind).map(({ what, text }) => `${what}: ${text}`);

test('a run that has told nothing is running, and no more', () => {
  expect(texts(running())).toEqual(['stage: running']);
});

test('while the whole is unknown, the rate is what was done since it began', () => {
  expect(texts(running({ stage: 'reads', done: 1200, unit: 'rows' }))).toEqual([
    'stage: reads',
    'amount: 1\u2009200 rows',
    'rate: 120 rows/s',
  ]);
});

test('with the time left the rate is that of what is left', () => {
  const progress = { stage: 'embeds', done: 40, total: 100, unit: 'users', secondsLeft: 30 };
  expect(texts(running(progress))).toEqual([
    'stage: embeds',
    'amount: 40 of 100 users',
    'rate: 2 users/s',
    'left: 30 s left',
  ]);
});

test('figures are told with their names, but not those that a training draws', () => {
  const progress = {
    stage: 'makes',
    done: 0,
    unit: 'users',
    figures: { actions: 5000, skew: 0.12345 },
  };
  expect(texts(running(progress))).toContain('figure: 5\u2009000 actions, 0.123 skew');
  expect(texts(running(progress), 0, 'train')).toEqual(['stage: makes', 'amount: 0 users']);
});
