import type { TableColumn } from '../cells/cell-kind.js';

export interface SortBy {
  readonly column: number;
  readonly falling: boolean;
}

/** The rows of a table in the order of one column; empty cells and NaN stand last either way. */
export function orderRows(column: TableColumn | undefined, rows: number, falling: boolean) {
  const order = Array.from({ length: rows }, (_, row) => row);
  if (!column) return order;
  const { values } = column;
  const missing = (value: number | string | null | undefined) =>
    value === null || value === undefined || Number.isNaN(value);
  return order.sort((a, b) => {
    const [left, right] = [values[a], values[b]];
    if (missing(left) || missing(right)) return Number(missing(left)) - Number(missing(right));
    const by =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right), 'en', { numeric: true });
    return falling ? -by : by;
  });
}

/** The sort after a press on a column's head: falling numbers first, rising words; then the other way. */
export function nextSort(now: SortBy | null, column: number, numeric: boolean): SortBy | null {
  if (now?.column !== column) return { column, falling: numeric };
  return now.falling === numeric ? { column, falling: !numeric } : null;
}

/** True when the column holds numbers, as far as its first values tell. */
export function isNumeric(column: TableColumn): boolean {
  if (ArrayBuffer.isView(column.values)) return true;
  for (let row = 0; row < Math.min(column.values.length, 50); row++) {
    const value = column.values[row];
    if (value !== null && value !== undefined) return typeof value === 'number';
  }
  return false;
}
