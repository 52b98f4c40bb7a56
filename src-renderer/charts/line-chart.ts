import { bisector } from 'd3';
import type { Axis } from './number-axis.js';

/** Models and runs differ by pattern, never by hue. */
export type Dash = 'solid' | 'dashed' | 'dotted';

export const dashArray: Readonly<Record<Dash, string | undefined>> = {
  solid: undefined,
  dashed: '5 3',
  dotted: '1.5 3',
};

/** One line of a chart: columns of one length, x ascending; NaN in y is a gap. */
export interface Line {
  readonly name: string;
  readonly dash: Dash;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Light band around the line. */
  readonly low?: ArrayLike<number> | undefined;
  readonly high?: ArrayLike<number> | undefined;
  /** A point that stands out, by its place in the columns. */
  readonly marked?: number | undefined;
  /** In the background, as an earlier run beside the present one. */
  readonly quiet?: boolean | undefined;
}

/** The line's SVG path; a gap starts a new stretch, and a stretch of one point is a dot's worth of line. */
export function pathOf(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  across: Axis,
  down: Axis,
): string {
  let path = '';
  let open = false;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) {
      open = false;
      continue;
    }
    path += `${open ? 'L' : 'M'}${short(across(x[i]!))} ${short(down(y[i]!))}`;
    if (!open && !Number.isFinite(y[i + 1])) path += 'h.01';
    open = true;
  }
  return path;
}

/** The closed area between `low` and `high`; rows where either is missing are left out. */
export function bandOf(line: Line, across: Axis, down: Axis): string {
  const { x, low, high } = line;
  if (low === undefined || high === undefined) return '';
  const rows: number[] = [];
  for (let i = 0; i < x.length; i++)
    if (Number.isFinite(low[i]) && Number.isFinite(high[i])) rows.push(i);
  if (rows.length < 2) return '';
  const point = (i: number, y: number) => `${short(across(x[i]!))} ${short(down(y))}`;
  const there = rows.map(i => point(i, high[i]!));
  const back = rows.reverse().map(i => point(i, low[i]!));
  return `M${[...there, ...back].join('L')}Z`;
}

function short(pixel: number): number {
  return Math.round(pixel * 10) / 10;
}

/** Means over windows of `width` in x, with the least and greatest value of each; x is the window's last. */
export interface Smoothed {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Windows are (0, width], (width, 2 width] …; empty windows and NaN are left out. */
export function smoothed(x: ArrayLike<number>, y: ArrayLike<number>, width: number): Smoothed {
  const rows: { x: number; sum: number; count: number; low: number; high: number }[] = [];
  let window = Number.NaN;
  for (let i = 0; i < x.length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) continue;
    const of = Math.ceil(x[i]! / width);
    const last = rows.at(-1);
    if (of !== window || last === undefined) {
      window = of;
      rows.push({ x: x[i]!, sum: value, count: 1, low: value, high: value });
      continue;
    }
    last.x = x[i]!;
    last.sum += value;
    last.count++;
    last.low = Math.min(last.low, value);
    last.high = Math.max(last.high, value);
  }
  return {
    x: Float64Array.from(rows, row => row.x),
    y: Float64Array.from(rows, row => row.sum / row.count),
    low: Float64Array.from(rows, row => row.low),
    high: Float64Array.from(rows, row => row.high),
  };
}

const byX = bisector((x: number) => x);

/** Place of the value nearest to `at` in an ascending column; −1 of none. */
export function nearest(x: ArrayLike<number>, at: number): number {
  return x.length === 0 ? -1 : byX.center(x as Float64Array, at);
}

/** Place of the last finite value; −1 of none. */
export function lastFinite(y: ArrayLike<number>): number {
  for (let i = y.length - 1; i >= 0; i--) if (Number.isFinite(y[i])) return i;
  return -1;
}
