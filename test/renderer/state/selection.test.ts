import { expect, test } from 'vitest';
import { Selection } from '../../../src-renderer/state/selection.svelte.js';

const instant = { run: 'dense', dataset: 'world', user: 'ann', atMs: 5 };

test('an instant is pinned for comparison, another takes its place, the same lets it go', () => {
  const selection = new Selection();
  selection.compare(instant);
  selection.compare({ ...instant, atMs: 9 });
  expect(selection.compared).toEqual({ ...instant, atMs: 9 });
  selection.compare({ ...instant, atMs: 9 });
  expect(selection.compared).toBeNull();
});

test('one instant read with two models is two to compare', () => {
  const selection = new Selection();
  selection.compare(instant);
  selection.compare({ ...instant, run: 'sasrec' });
  expect(selection.compared?.run).toBe('sasrec');
});

test('what is pinned stays while user and playhead go elsewhere, and is gone back to', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.compare(instant);
  selection.chooseUser('bob', 40);
  selection.chooseRun('sasrec', 'world');
  expect(selection.compared).toEqual(instant);
  selection.goToCompared();
  const { run, user, atMs } = selection;
  expect({ run, user, atMs }).toEqual({ run: 'dense', user: 'ann', atMs: 5 });
});

test('going back within a life keeps the pin that is looked at', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.chooseUser('ann', 5);
  selection.compare(instant);
  selection.moveTo(80);
  selection.pin = 7;
  selection.goToCompared();
  expect([selection.atMs, selection.pin]).toEqual([5, 7]);
});

test('another data set has nobody of the last one pinned', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.compare(instant);
  selection.chooseRun('other', 'elsewhere');
  expect(selection.compared).toBeNull();
});
