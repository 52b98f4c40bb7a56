import { expect, test } from 'vitest';
import type { SqlOutput } from '../../../src-main/contract/outputs.js';
import { rowWords, sqlTables } from '../../../src-renderer/cells/sql/tables.js';
import { cellText } from '../../../src-renderer/widgets/table-text.js';

const column = (type: string, values: SqlOutput['rows'][number]): readonly string[] => {
  const [table] = sqlTables({
    columns: [{ name: 'a', type }],
    rows: values.map(value => [value]),
    total: values.length,
    truncated: false,
  });
  return values.map((_, row) => cellText(table!.columns[0]!, row));
};

test('the numbers of a column have one form, and nothing before the point is lost', () => {
  expect(column('BIGINT', [5, 1234567])).toEqual(['5', '1\u2009234\u2009567']);
  expect(column('DECIMAL(10,3)', ['1234567.891', '1.5'])).toEqual([
    '1\u2009234\u2009567.89',
    '1.50',
  ]);
  expect(column('DOUBLE', [0.0099, -0.0054])).toEqual(['0.009900', '\u22120.005400']);
});

test('no value is told from an empty text', () => {
  expect(column('VARCHAR', [null, ''])).toEqual(['null', '']);
  expect(column('BOOLEAN', [true])).toEqual(['true']);
});

test('how many rows there are, and how many were kept', () => {
  const of = (kept: number, total: number) =>
    rowWords({ columns: [], rows: Array(kept).fill([]), total, truncated: kept < total });
  expect([of(0, 0), of(1, 1), of(12, 12)]).toEqual([
    'No row. The query ran and found nothing.',
    '1 row',
    '12 rows',
  ]);
  expect(of(5000, 100_000)).toBe('The first 5\u2009000 of 100\u2009000 rows');
});
