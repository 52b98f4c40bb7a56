import { expect, test } from 'vitest';
import type { SqlOutput } from '../../../src-main/contract/outputs.js';
import {
  chartPoints,
  guessChart,
  whyUndrawn,
} from '../../../src-renderer/cells/sql/quick-chart.js';

const result = (types: Readonly<Record<string, string>>, rows: SqlOutput['rows']): SqlOutput => ({
  columns: Object.entries(types).map(([name, type]) => ({ name, type })),
  rows,
  total: rows.length,
  truncated: false,
});
const days = result({ n: 'BIGINT', day: 'DATE', who: 'VARCHAR' }, [
  [3, '2024-01-02', 'ann'],
  [5, '2024-01-01', 'bob'],
  [null, '2024-01-03', 'cid'],
]);

test('numbers over time are a line, by name bars, against each other points; else nothing is drawn', () => {
  const two: SqlOutput['rows'] = [
    [1, 2],
    [3, 4],
  ];
  expect(guessChart(days)).toEqual({ kind: 'line', x: 1, y: 0 });
  expect(guessChart(result({ who: 'VARCHAR', n: 'DOUBLE' }, two))).toMatchObject({ kind: 'bar' });
  expect(guessChart(result({ a: 'DOUBLE', b: 'INTEGER' }, two))).toEqual({
    kind: 'scatter',
    x: 0,
    y: 1,
  });
  expect(guessChart(result({ a: 'DOUBLE' }, [[1], [2]]))).toBeNull();
  expect(guessChart(result({ who: 'VARCHAR', n: 'DOUBLE' }, two.slice(1)))).toBeNull();
});

test('a line goes by rising time, and leaves out what has no value', () => {
  const { x, y } = chartPoints(days, { kind: 'line', x: 1, y: 0 });
  expect([[...x], [...y]]).toEqual([
    [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)],
    [5, 3],
  ]);
});

test('words have no place on an axis of numbers, and it is said which column holds them', () => {
  expect(whyUndrawn(days, { kind: 'scatter', x: 2, y: 0 })).toBe(
    '“who” holds words; points need numbers or times.',
  );
  expect(whyUndrawn(days, { kind: 'bar', x: 2, y: 0 })).toBe('');
  expect(whyUndrawn(days, { kind: 'line', x: 1, y: 0 })).toBe('');
});
