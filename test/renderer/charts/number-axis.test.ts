import { expect, test } from 'vitest';
import {
  durationTicks,
  linearAxis,
  linearTicks,
  logAxis,
  logTicks,
  niceExtent,
  tickPlaces,
} from '../../../src-renderer/charts/number-axis.js';

test('a straight axis maps its domain on its range and back', () => {
  const axis = linearAxis([10, 20], [100, 0]);
  expect([axis(10), axis(15), axis(20), axis.invert(25)]).toEqual([100, 50, 0, 17.5]);
});

test('an axis of one value has it in the middle', () => {
  expect(linearAxis([3, 3], [0, 10])(3)).toBe(5);
  expect(logAxis([3, 3], [0, 10])(3)).toBeCloseTo(5, 12);
});

test('a logarithmic axis gives each doubling the same room', () => {
  const axis = logAxis([1, 8], [0, 30]);
  expect([1, 2, 4, 8].map(value => Math.round(axis(value)))).toEqual([0, 10, 20, 30]);
  expect(axis.invert(20)).toBeCloseTo(4, 12);
});

test('a round extent holds the values and what must be included', () => {
  expect(niceExtent([0.203, Number.NaN, 0.262])).toEqual([0.2, 0.27]);
  expect(niceExtent([0.013, 0.032], { include: [0] })).toEqual([0, 0.035]);
  expect(niceExtent([])).toEqual([0, 1]);
});

test('ticks of a logarithmic axis are thinned as the room gets less', () => {
  expect(logTicks(logAxis([1, 100], [0, 600]))).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(logTicks(logAxis([1, 100], [0, 200]))).toEqual([1, 3, 10, 30, 100]);
  expect(logTicks(logAxis([1, 10_000], [0, 100]))).toEqual([1, 100, 10_000]);
});

test('ticks stand at round values', () => {
  expect(linearTicks(linearAxis([0.2, 0.27], [0, 250]))).toEqual([0.2, 0.22, 0.24, 0.26]);
});

test('time is ticked in seconds, minutes, hours and days', () => {
  const month = 28 * 86_400;
  expect(durationTicks(logAxis([1, month], [0, 1000]))).toEqual([
    1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_419_200,
  ]);
  expect(durationTicks(logAxis([1, month], [0, 200]))).toEqual([1, 60, 3600, 86_400, 2_419_200]);
});

test('ticks get as many places as tell them apart', () => {
  expect([[0, 1, 2], [0.2, 0.22], [0.005]].map(tickPlaces)).toEqual([0, 2, 3]);
});
