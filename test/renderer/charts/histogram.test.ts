import { expect, test } from 'vitest';
import {
  binOf,
  countBins,
  enlarged,
  integerEdges,
  keepWithin,
  linearEdges,
  logEdges,
} from '../../../src-renderer/charts/histogram.js';

test('straight bins have round edges around the values', () => {
  expect(linearEdges(3, 97, 5)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(linearEdges(4, 4, 5)).toEqual([3.5, 4.5]);
});

test('logarithmic bins grow by doubling', () => {
  expect(logEdges(3, 17, 1)).toEqual([2, 4, 8, 16, 32]);
  expect(logEdges(8, 8, 1)).toEqual([8, 16]);
});

test('bins of whole numbers lose the edges between which none lies', () => {
  expect(integerEdges(logEdges(1, 4, 2))).toEqual([1, 2, 3, 4]);
});

test('a value on an edge counts in the bin above, and on the last edge in the last bin', () => {
  const edges = [0, 1, 2, 4];
  expect([0, 1, 3.9, 4, 4.1, -1, Number.NaN].map(value => binOf(value, edges))).toEqual([
    0, 1, 2, 2, -1, -1, -1,
  ]);
});

test('only kept values are counted', () => {
  const values = [0.5, 1.5, 1.7, 9];
  expect([...countBins(values, [0, 1, 2])]).toEqual([1, 2]);
  expect([...countBins(values, [0, 1, 2], [1, 0, 1, 1])]).toEqual([1, 1]);
});

test('rows are kept that lie within the spans of all columns', () => {
  const a = { values: [1, 2, 3, Number.NaN], span: [2, 3] as const };
  const b = { values: [9, 9, 4, 9], span: [5, 9] as const };
  expect([...keepWithin([a, b], 4)]).toEqual([0, 1, 0, 0]);
  expect([...keepWithin([{ ...a, span: null }], 4)]).toEqual([1, 1, 1, 1]);
});

test('few that are kept are enlarged to the area of all, or to the tallest bar', () => {
  // 2 of 20: ten times as high, of a tallest bar of 10.
  expect(enlarged([10, 6, 4], [1, 1, 0])).toEqual([1, 1, 0]);
  // One of 16 would be 16 high; the tallest bar is 8.
  expect(enlarged([8, 8], [0, 1])).toEqual([0, 1]);
  expect(enlarged([8, 2, 2], [0, 1, 1])).toEqual([0, 0.75, 0.75]);
});

test('none, and those who are a third or more, are not enlarged', () => {
  expect(enlarged([6, 3], undefined)).toBeNull();
  expect(enlarged([6, 3], [0, 0])).toBeNull();
  expect(enlarged([6, 3], [3, 0])).toBeNull();
});
