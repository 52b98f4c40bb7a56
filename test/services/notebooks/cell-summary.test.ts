import { expect, test } from 'vitest';
import { summaryOf } from '../../../src-main/services/notebooks/cell-summary.js';

test('a view says whom and when it shows, where it does not follow the selection', () => {
  expect(summaryOf('timeline', {})).toBe('follows the selection');
  expect(summaryOf('timeline', { user: 'u7' })).toBe('user u7');
  expect(summaryOf('timeline', { user: 'u7', at: '2024-02-18T22:00:15.762Z' })).toBe(
    'user u7 at 2024-02-18 22:00 UTC',
  );
  expect(summaryOf('target', { run: 'dense', at: 0 })).toBe(
    'dense, selected user at 1970-01-01 00:00 UTC',
  );
});

test('a time that is none is left to the error of the cell', () => {
  expect(summaryOf('timeline', { user: 'u7', at: 'soon' })).toBe('user u7');
  expect(summaryOf('timeline', { at: 1e300 })).toBe('follows the selection');
});
