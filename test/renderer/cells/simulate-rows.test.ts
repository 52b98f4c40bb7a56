import { expect, test } from 'vitest';
import { referenceValues } from '../../../src-renderer/cells/simulate/simulate-rows.js';

test('a baseline off the axis has its own value under each cadence, never their mean', () => {
  const at = [
    ['dense/once', 0.03],
    ['dense/realtime', 0.99],
    ['sasrec/once', 0.03],
    ['sasrec/realtime', 0.99],
  ] as const;
  expect(referenceValues({ name: 'last pin', at })).toEqual([
    ['once', 0.03],
    ['realtime', 0.99],
  ]);
});

test('a baseline that no cadence changes has one value', () => {
  const at = [
    ['dense/once', 0.04],
    ['dense/realtime', 0.04],
  ] as const;
  expect(referenceValues({ name: 'popularity', at })).toEqual([['', 0.04]]);
});
