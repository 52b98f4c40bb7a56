import { expect, test } from 'vitest';
import { nextUser } from '../../../src-renderer/follow/next-user.js';
import { ChosenSet } from '../../../src-renderer/state/chosen-set.svelte.js';

const ring = { next: async (user: string, direction: 1 | -1) => `${user}${direction}` };
const users = new ChosenSet<string>();
users.choose('world', ['ann', 'bob', 'cid'], 'of a table of users');
const next = (dataset: string, user: string, direction: 1 | -1) =>
  nextUser({ users }, { dataset, user }, ring, direction);

test('one of those chosen together is followed by the next of them, the last by the first', async () => {
  expect(await next('world', 'ann', 1)).toBe('bob');
  expect(await next('world', 'cid', 1)).toBe('ann');
  expect(await next('world', 'ann', -1)).toBe('cid');
});

test('another user, and one of the same name in other data, goes along the order of the run', async () => {
  expect(await next('world', 'dan', 1)).toBe('dan1');
  expect(await next('gowalla', 'ann', -1)).toBe('ann-1');
});
