import type { SqlOutput } from '../../../src-main/contract/outputs.js';
import type { Table } from '../cell-kind.js';

/** The result as it came; booleans as words. */
export function sqlTables({ columns, rows, total }: SqlOutput): Table[] {
  return [
    {
      title: rows.length < total ? `First ${rows.length} of ${total} rows` : 'Result',
      columns: columns.map(({ name }, at) => ({
        name,
        values: rows.map(row => {
          const value = row[at] ?? null;
          return typeof value === 'boolean' ? String(value) : value;
        }),
      })),
    },
  ];
}
