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

test('who was looked at in a data set is there again when one comes back to it', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.chooseUser('ann', 5);
  selection.pin = 7;
  selection.compare(instant);
  selection.chooseRun('model', 'shop');
  expect([selection.user, selection.atMs, selection.pin, selection.compared]).toEqual(
    Array(4).fill(null),
  );
  expect(selection.leftAt('world')).toEqual({ run: 'dense', user: 'ann' });
  selection.chooseUser('eve', 9);
  selection.chooseRun('sasrec', 'world');
  const { run, user, atMs, pin, compared } = selection;
  expect({ run, user, atMs, pin }).toEqual({ run: 'sasrec', user: 'ann', atMs: 5, pin: 7 });
  expect(compared).toEqual(instant);
  expect(selection.leftAt('world')).toBeNull();
});

test('a user of a cell on another data set takes the selection there, with the run that read it last', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.chooseUserOf({ dataset: 'world', run: 'sasrec' }, 'ann');
  expect([selection.run, selection.user]).toEqual(['dense', 'ann']);
  selection.chooseUserOf({ dataset: 'shop', run: 'model' }, 'ann');
  expect([selection.dataset, selection.run, selection.user]).toEqual(['shop', 'model', 'ann']);
  expect([selection.isPrimary('shop', 'ann'), selection.isPrimary('world', 'ann')]).toEqual([
    true,
    false,
  ]);
  selection.chooseUserOf({ dataset: 'world', run: 'sasrec' }, 'bob');
  expect([selection.run, selection.user]).toEqual(['dense', 'bob']);
});

test('a pin of another data set is that of the life that showed it', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.chooseUser('ann', 5);
  selection.pin = 7;
  expect(selection.pinOf('shop')).toBeNull();
  selection.choosePinOf({ run: 'model', dataset: 'shop', user: 'eve', atMs: 9 }, 3);
  expect([selection.user, selection.pinOf('shop'), selection.pinOf('world')]).toEqual([
    'eve',
    3,
    null,
  ]);
});

test('an instant of another data set is pinned there', () => {
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.compare(instant);
  const eve = { run: 'model', dataset: 'shop', user: 'eve', atMs: 9 };
  selection.compare(eve);
  expect([selection.comparedIn('world'), selection.comparedIn('shop')]).toEqual([instant, eve]);
  selection.compare(eve);
  expect(selection.comparedIn('shop')).toBeNull();
});
