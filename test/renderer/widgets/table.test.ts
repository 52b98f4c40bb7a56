import { expect, test } from 'vitest';
import type { Table } from '../../../src-renderer/cells/cell-kind.js';
import { nextSort, orderRows } from '../../../src-renderer/widgets/table-order.js';
import { headText, tableMarkdown } from '../../../src-renderer/widgets/table-text.js';

const table: Table = {
  title: 'Recall',
  columns: [
    { name: 'model', values: ['a "b", c', 'x|y', null] },
    {
      name: 'recall',
      unit: '@10',
      values: [0.25, Number.NaN, 0.5],
      format: value => value.toFixed(2),
    },
  ],
};

test('Markdown shows numbers as the column writes them', () => {
  expect(tableMarkdown({ ...table, columns: table.columns.slice(1) })).toBe(
    '**Recall**\n\n| recall, @10 |\n| ---: |\n| 0.25 |\n| – |\n| 0.50 |',
  );
});

test('numbers stand right in Markdown though the first row has none', () => {
  const column = { name: 'seconds', values: [null, 12.5], none: 'null' };
  expect(tableMarkdown({ title: 'Result', columns: [column] })).toBe(
    '**Result**\n\n| seconds |\n| ---: |\n| null |\n| 12.5 |',
  );
});

test('a column without a unit is headed by its name alone', () => {
  expect(headText({ name: 'actions', unit: '', values: [] })).toBe('actions');
  expect(headText({ name: 'gap', unit: 's', values: [] })).toBe('gap, s');
});

test('missing values stand last in both directions', () => {
  const column = { name: 'x', values: [2, null, Number.NaN, 1] };
  expect(orderRows(column, 4, false)).toEqual([3, 0, 1, 2]);
  expect(orderRows(column, 4, true)).toEqual([0, 3, 1, 2]);
});

test('a third press on a head gives the order of the data back', () => {
  const first = nextSort(null, 1, true);
  const second = nextSort(first, 1, true);
  expect([first, second, nextSort(second, 1, true)]).toEqual([
    { column: 1, falling: true },
    { column: 1, falling: false },
    null,
  ]);
});
