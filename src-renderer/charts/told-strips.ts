import { type Line, nearest } from './line-chart.js';
import type { Axis } from './number-axis.js';

/** Strips of a chart in a file; more would be narrower than a pointer is steady. */
const MOST = 100;

export interface Strip {
  /** Pixels. */
  readonly from: number;
  readonly to: number;
  readonly says: string;
}

/**
 * Strips across a line chart, each with what its lines are where it stands: one a value of x, or at most
 * 100 evenly chosen. They meet half way between their values.
 */
export function toldStrips(
  lines: readonly Line[],
  axis: Axis,
  {
    formatX,
    formatY,
  }: { readonly formatX: (x: number) => string; readonly formatY: (y: number) => string },
): Strip[] {
  /** A line's value at x, or that nearest to it and where it is. */
  const told = (line: Line, x: number): string[] => {
    const i = nearest(line.x, x);
    const value = i < 0 ? Number.NaN : line.y[i]!;
    if (!Number.isFinite(value)) return [];
    const where = line.x[i] === x ? '' : ` at ${formatX(line.x[i]!)}`;
    return [`${line.name} ${formatY(value)}${where}`.trim()];
  };
  const known = [...new Set(lines.flatMap(({ x }) => Array.from(x)))].sort((a, b) => a - b);
  const step = Math.max(1, (known.length - 1) / (MOST - 1));
  const chosen = Array.from(
    { length: Math.min(MOST, known.length) },
    (_, i) => known[Math.round(i * step)]!,
  );
  const at = chosen.map(x => axis(x));
  const [start, end] = axis.range;
  return chosen.map((x, i) => ({
    from: i === 0 ? start : (at[i - 1]! + at[i]!) / 2,
    to: i === at.length - 1 ? end : (at[i]! + at[i + 1]!) / 2,
    says: [formatX(x), ...lines.flatMap(line => told(line, x))].join('\n'),
  }));
}
