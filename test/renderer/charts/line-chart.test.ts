import { expect, test } from 'vitest';
import {
  bandOf,
  lastFinite,
  nearest,
  pathOf,
  smoothed,
} from '../../../src-renderer/charts/line-chart.js';
import { linearAxis } from '../../../src-renderer/charts/number-axis.js';

const across = linearAxis([0, 10], [0, 100]);
const down = linearAxis([0, 1], [50, 0]);

test('a line breaks where a value is missing, and a lone value is still seen', () => {
  expect(pathOf([0, 1, 2, 3], [0, 1, Number.NaN, 0.5], across, down)).toBe('M0 50L10 0M30 25h.01');
});

test('a band runs along the high values and back along the low ones', () => {
  const line = {
    name: '',
    dash: 'solid',
    x: [0, 10],
    y: [0, 0],
    low: [0, 0],
    high: [1, 0.5],
  } as const;
  expect(bandOf(line, across, down)).toBe('M0 0L100 25L100 50L0 50Z');
});

test('means are taken over windows of steps, with their least and greatest', () => {
  const result = smoothed([10, 60, 100, 110, 300], [4, 2, 3, 8, Number.NaN], 100);
  expect([...result.x]).toEqual([100, 110]);
  expect([...result.y]).toEqual([3, 8]);
  expect([...result.low]).toEqual([2, 8]);
  expect([...result.high]).toEqual([4, 8]);
});

test('the nearest point is found, and none of none', () => {
  expect([nearest([0, 10, 20], 14), nearest([0, 10, 20], 99), nearest([], 1)]).toEqual([1, 2, -1]);
});

test('the last value that is a number is found', () => {
  expect([lastFinite([1, 2, Number.NaN]), lastFinite([Number.NaN])]).toEqual([1, -1]);
});
