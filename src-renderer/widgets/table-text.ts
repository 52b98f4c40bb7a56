import type { Table, TableColumn } from '../cells/cell-kind.js';
import { plainNumber } from './format.js';
import { isNumeric } from './table-order.js';

/** One value as it is shown: empty for none, numbers in the column's own form. */
export function cellText(column: TableColumn, row: number): string {
  const value = column.values[row];
  if (value === null || value === undefined) return column.none ?? '';
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '–';
  return column.format ? column.format(value) : plainNumber(value);
}

export function rowsOf(table: Table): number {
  return table.columns[0]?.values.length ?? 0;
}

export function headText(column: TableColumn): string {
  return column.unit === undefined || column.unit === ''
    ? column.name
    : `${column.name}, ${column.unit}`;
}

/** A table of Markdown, as it is shown; its title stands above it. */
export function tableMarkdown(table: Table): string {
  const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const rule = table.columns.map(column => (isNumeric(column) ? '---:' : '---'));
  const rows = Array.from({ length: rowsOf(table) }, (_, row) =>
    line(table.columns.map(column => cellText(column, row))),
  );
  return [`**${table.title}**`, '', line(table.columns.map(headText)), line(rule), ...rows].join(
    '\n',
  );
}
