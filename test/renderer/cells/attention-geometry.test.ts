import { expect, test } from 'vitest';
import { attentionArcs } from '../../../src-renderer/cells/attention/attention-arcs.js';
import { columnsOf, placeUnder } from '../../../src-renderer/cells/attention/attention-columns.js';
import {
  chosenRows,
  headRows,
  isChosen,
  rowUnder,
  strongest,
  weightBefore,
} from '../../../src-renderer/cells/attention/attention-rows.js';

const rows = headRows(2, 2, 84);

test('heads stand under one another, layers a little apart', () => {
  expect(rows.map(({ layer, head, top }) => [layer, head, top])).toEqual([
    [0, 0, 84],
    [0, 1, 104],
    [1, 0, 131],
    [1, 1, 151],
  ]);
  expect(headRows(8, 8, 0)[0]!.height).toBe(5);
});

test('a pixel is in one row, and in none between the layers', () => {
  expect([83, 84, 103.9, 104, 125, 131, 171].map(y => rowUnder(rows, y))).toEqual([
    -1, 0, 0, 1, -1, 2, -1,
  ]);
});

test('a choice of a layer marks its heads, of a head one row a layer, of all none', () => {
  const named = (layer: number | null, head: number | null) =>
    chosenRows(rows, { layer, head }).map(row => `${row.layer} ${row.head}`);
  expect(named(1, null)).toEqual(['1 0', '1 1']);
  expect(named(null, 0)).toEqual(['0 0', '1 0']);
  expect(named(1, 0)).toEqual(['1 0']);
  expect(named(null, null)).toEqual([]);
  expect(isChosen(rows[2]!, { layer: 1, head: 0 })).toBe(true);
  expect(isChosen(rows[2]!, { layer: 1, head: null })).toBe(false);
});

test('columns are as wide as their neighbours allow, at most 9 pixels', () => {
  const at = new Map([
    [7, 10],
    [8, 14],
    [9, 100],
    [5, -50],
  ]);
  const columns = columnsOf(Int32Array.of(5, 7, 8, 9), action => at.get(action)!, 200);
  expect(columns).toEqual([
    { place: 1, left: 5.5, width: 6.5 },
    { place: 2, left: 12, width: 6.5 },
    { place: 3, left: 95.5, width: 9 },
  ]);
  const under = (...pixels: number[]) => pixels.map(x => placeUnder(columns, x));
  expect(under(0, 6, 11.9)).toEqual([1, 1, 1]);
  expect(under(12.1, 24.4, 24.6, 89.6)).toEqual([2, 2, null, 3]);
});

test('of equal weights the newer key is the stronger', () => {
  const keys = strongest(Float32Array.of(0.25, 0.5, 0.25), Int32Array.of(3, 4, 9), 2);
  expect(keys).toEqual([
    { place: 1, action: 4, weight: 0.5 },
    { place: 2, action: 9, weight: 0.25 },
  ]);
});

test('what stands left of the plot has its share of the weight', () => {
  expect(weightBefore([0.5, 0.25, 0.25], 2)).toBe(0.75);
  expect(weightBefore([], 3)).toBe(0);
});

test('arcs are wider for heavier keys, and keys out of sight or at the newest have none', () => {
  const keys = [0.4, 0.2, 0.1, 0.3].map((weight, place) => ({ place, action: place, weight }));
  const xs = [100, 50, -20, 200];
  const place = { base: 80, height: 54, width: 300 };
  const arcs = attentionArcs(keys, action => xs[action]!, 200, place);
  expect(arcs.map(({ key, width }) => [key.action, Math.round(width * 10) / 10])).toEqual([
    [0, 2.6],
    [1, 1.7],
  ]);
  expect(arcs[0]!.d).toMatch(/^M100\.0 80C112\.0 \S+ 188\.0 \S+ 200\.0 80$/);
});
