import { expect, test } from 'vitest';
import { spreadFrom } from '../../../src-renderer/charts/spread-marks.js';

test('marks keep apart, going out from the anchor', () => {
  expect(spreadFrom([0, 6, 12, 18, 24, 30, 36], 18, 10)).toEqual([6, 18, 30]);
  expect(spreadFrom([0, 20, 40], 20, 10)).toEqual([0, 20, 40]);
});

test('an anchor out of sight leaves those in sight their places', () => {
  expect(spreadFrom([3, 9, 15], 300, 10)).toEqual([3, 15]);
  expect(spreadFrom([3, 9, 15], -300, 10)).toEqual([3, 15]);
  expect(spreadFrom([], 5, 10)).toEqual([]);
  expect(spreadFrom([5, 5, 5], 5, 10)).toEqual([5]);
});
