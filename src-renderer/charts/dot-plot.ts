import { type Extent, niceExtent } from './number-axis.js';

/** A figure with its 95 % interval; NaN where there is none. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A round axis around dots, their whiskers and `include`; it may start off zero. */
export function dotExtent(intervals: readonly Interval[], include: readonly number[] = []): Extent {
  const values = intervals.flatMap(({ value, low, high }) => [value, low, high]);
  return niceExtent(values, { include });
}

/** What an interval says about a difference: only one that leaves 0 out says more or less. */
export type Sign = 'gain' | 'loss' | 'open';

export function signOf({ low, high }: Interval): Sign {
  if (low > 0) return 'gain';
  return high < 0 ? 'loss' : 'open';
}

/** Half of the interval's width: what stands after ±. NaN without an interval. */
export function halfWidth({ low, high }: Interval): number {
  return (high - low) / 2;
}

export interface RowPlan<T> {
  /** Middle of the row, pixels. */
  readonly y: number;
  readonly item: T;
}

export interface GroupPlan<T> {
  readonly name: string;
  /** Baseline of the group's heading. */
  readonly headingY: number;
  readonly rows: readonly RowPlan<T>[];
}

/** Groups of rows one under the other, as charts that share rows draw them; heights in pixels. */
export function planRows<T>(
  groups: readonly { readonly name: string; readonly rows: readonly T[] }[],
  { top = 0, heading = 24, row = 24, gap = 6 } = {},
): { readonly groups: readonly GroupPlan<T>[]; readonly height: number } {
  let y = top;
  const planned = groups.map(({ name, rows }, at) => {
    if (at > 0) y += gap;
    const headingY = y + heading - 8;
    y += heading;
    const plans = rows.map(item => {
      y += row;
      return { y: y - row / 2, item };
    });
    return { name, headingY, rows: plans };
  });
  return { groups: planned, height: y };
}
