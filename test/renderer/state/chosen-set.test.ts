import { expect, test } from 'vitest';
import { ChosenSet } from '../../../src-renderer/state/chosen-set.svelte.js';

test('those chosen are marked in cells of their data set, and in no other', () => {
  const users = new ChosenSet<string>();
  users.choose('world', ['12', '7'], 'brushed in a profile');
  expect(users.of('world')).toEqual(['12', '7']);
  expect(users.has('world', '7')).toBe(true);
  expect(users.has('world', '8')).toBe(false);
  expect(users.has('gowalla', '7')).toBe(false);
  expect(users.of('gowalla')).toEqual([]);
  expect(users.in('gowalla')).toBeNull();
  expect(users.of(undefined)).toEqual([]);
});

test('others take their place, and choosing none lets them go', () => {
  const pins = new ChosenSet<number>();
  pins.choose('world', [1, 2], 'in the lasso of a map');
  pins.choose('world', [3], 'retrieved for ann');
  expect(pins.in('world')).toMatchObject({ items: [3], from: 'retrieved for ann' });
  pins.choose('world', [], 'in the lasso of a map');
  expect(pins.in('world')).toBeNull();
  expect(pins.has('world', 3)).toBe(false);
});

test('those of one data set are still chosen when others were chosen in another and let go', () => {
  const users = new ChosenSet<string>();
  users.choose('world', ['12', '7'], 'brushed in a profile');
  users.choose('gowalla', ['7'], 'of a table of users');
  users.clear('gowalla');
  expect(users.of('gowalla')).toEqual([]);
  expect(users.in('world')).toMatchObject({ items: ['12', '7'], from: 'brushed in a profile' });
});

test('nothing is chosen of a data set that is not known', () => {
  const users = new ChosenSet<string>();
  users.choose(undefined, ['ann'], 'of a table of users');
  expect(users.in(undefined)).toBeNull();
  expect(users.has(undefined, 'ann')).toBe(false);
});
