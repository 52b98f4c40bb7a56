import type { SqlOutput } from '../../../src-main/contract/outputs.js';
import { count, spaced } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { numberOf, typeOf } from './quick-chart.js';

/** The result as it came; booleans as words, decimals as numbers. */
export function sqlTables(result: SqlOutput): Table[] {
  const { columns, rows } = result;
  return [
    {
      title: result.truncated ? rowWords(result) : 'Result',
      columns: columns.map(({ name, type }, at) => ({
        name,
        none: 'null',
        format: typeOf(type) === 'number' ? numberFormat(rows, at) : undefined,
        values: rows.map(row => {
          const value = row[at] ?? null;
          if (typeof value === 'boolean') return String(value);
          return value !== null && typeOf(type) === 'number' ? numberOf(value, 'number') : value;
        }),
      })),
    },
  ];
}

/** One form for a column, so that its points stand below each other: at least four figures of its greatest number. */
function numberFormat(rows: SqlOutput['rows'], at: number): (value: number) => string {
  let most = 0;
  let whole = true;
  for (const row of rows) {
    const value = numberOf(row[at] ?? null, 'number');
    if (!Number.isFinite(value)) continue;
    most = Math.max(most, Math.abs(value));
    whole &&= Number.isInteger(value);
  }
  if (whole) return count;
  const places = Math.min(6, Math.max(2, 3 - Math.floor(Math.log10(most))));
  return value => spaced(value, places);
}

/** "12 rows", "1 row", or how many of them were kept. */
export function rowWords({ rows, total, truncated }: SqlOutput): string {
  if (total === 0) return 'No row. The query ran and found nothing.';
  if (truncated) return `The first ${count(rows.length)} of ${count(total)} rows`;
  return total === 1 ? '1 row' : `${count(total)} rows`;
}
