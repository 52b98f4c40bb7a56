import type { SqlOutput } from '../../../src-main/contract/outputs.js';

export type ChartKind = 'bar' | 'line' | 'scatter';
export type ColumnType = 'number' | 'time' | 'text';

/** What is drawn: places of the columns for x and y. */
export interface QuickChart {
  readonly kind: ChartKind;
  readonly x: number;
  readonly y: number;
}

/** The kind of a column's values, by its DuckDB type. */
export function typeOf(type: string): ColumnType {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|FLOAT|REAL|DECIMAL)/i.test(type))
    return 'number';
  return /^(DATE|TIME)/i.test(type) ? 'time' : 'text';
}

/**
 * A first guess: numbers over time are a line, numbers by name bars, numbers against numbers points. Null
 * when no column holds numbers, or there is a single row.
 */
export function guessChart({ columns, rows }: SqlOutput): QuickChart | null {
  const types = columns.map(column => typeOf(column.type));
  const numbers = types.flatMap((type, at) => (type === 'number' ? [at] : []));
  const [first, second] = numbers;
  if (first === undefined || rows.length < 2) return null;
  const time = types.indexOf('time');
  if (time >= 0) return { kind: 'line', x: time, y: first };
  const text = types.indexOf('text');
  if (text >= 0) return { kind: 'bar', x: text, y: first };
  return second === undefined ? null : { kind: 'scatter', x: first, y: second };
}

/** A cell as a number: times in UTC ms, text and nulls NaN. */
export function numberOf(value: SqlOutput['rows'][number][number], type: ColumnType): number {
  if (typeof value === 'number') return value;
  if (type === 'time' && typeof value === 'string') return Date.parse(value);
  if (type === 'number' && typeof value === 'string') return Number(value);
  return Number.NaN;
}

/** Why a line or points cannot be drawn of two columns; empty where they can. */
export function whyUndrawn(
  { columns }: Pick<SqlOutput, 'columns'>,
  { kind, x, y }: QuickChart,
): string {
  if (kind === 'bar') return '';
  const words = [x, y].map(at => columns[at]!).find(column => typeOf(column.type) === 'text');
  return words === undefined
    ? ''
    : `“${words.name}” holds words; ${kind === 'line' ? 'a line needs' : 'points need'} numbers or times.`;
}

/** The two columns as numbers where both have one, by rising x for a line. */
export function chartPoints(
  { columns, rows }: SqlOutput,
  { kind, x, y }: QuickChart,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const typeX = typeOf(columns[x]!.type);
  const typeY = typeOf(columns[y]!.type);
  const points = rows
    .map(row => [numberOf(row[x]!, typeX), numberOf(row[y]!, typeY)] as const)
    .filter(point => point.every(Number.isFinite));
  if (kind === 'line') points.sort((a, b) => a[0] - b[0]);
  return {
    x: Float64Array.from(points, point => point[0]),
    y: Float64Array.from(points, point => point[1]),
  };
}
