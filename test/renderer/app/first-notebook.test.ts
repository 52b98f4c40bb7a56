import { expect, test } from 'vitest';
import { firstNotebook } from '../../../src-renderer/app/first-notebook.js';

const sample = { name: 'once-daily-realtime' };
const own = { name: 'my-shop' };

test('a workspace that was never open opens its only notebook', () => {
  expect(firstNotebook(null, [sample])).toBe('once-daily-realtime');
  expect(firstNotebook(null, [])).toBeNull();
});

test('where there are several, the reader chooses', () => {
  expect(firstNotebook(null, [sample, own])).toBeNull();
});

test('what was open opens again, as long as it is there', () => {
  expect(firstNotebook('my-shop', [sample, own])).toBe('my-shop');
  expect(firstNotebook('gone', [sample, own])).toBeNull();
});

test('who closed it before leaving gets the list', () => {
  expect(firstNotebook('', [sample])).toBeNull();
});
