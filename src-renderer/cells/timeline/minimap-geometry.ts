import { DAY_MS, tickText } from '../../charts/day.js';
import { textWidth } from '../../charts/label-layout.js';
import type { MinimapBins } from '../../charts/minimap-bins.js';
import { midnights, type TimeOrderAxis } from '../../charts/time-order-axis.js';

export interface MinimapBar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** Between neighbouring bars, and the least of a bar, so that a single action is seen. */
const GAP = 0.6;
const LEAST = { width: 0.8, height: 1.5 };

/**
 * The bars of bins with actions, the fullest `height` high and the others by the root of their count, within the
 * frame: bins are whole days, and the life begins and ends within one.
 */
export function minimapBars(
  { fromMs, binMs, counts, most }: MinimapBins,
  clock: TimeOrderAxis,
  width: number,
  height: number,
): readonly MinimapBar[] {
  const bars: MinimapBar[] = [];
  const x = (at: number) => Math.min(width, Math.max(0, clock.position(at) * width));
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const from = x(fromMs + bin * binMs);
    const until = x(fromMs + (bin + 1) * binMs);
    const wide = Math.max(LEAST.width, until - from - GAP);
    bars.push({
      x: Math.min(from, width - wide),
      width: wide,
      height: Math.max(LEAST.height, Math.sqrt(count / most) * height),
    });
  });
  return bars;
}

export interface MinimapLabel {
  readonly atMs: number;
  /** Its middle. */
  readonly x: number;
  readonly text: string;
}

const ROOM = 74;
const APART = 4;

/** Names of midnights along the whole life, moved to within the frame; one without room beside the last is left out. */
export function minimapLabels(clock: TimeOrderAxis, width: number): readonly MinimapLabel[] {
  const ticks = midnights(clock, { from: 0, until: 1, width }, ROOM);
  const stepDays = ticks.length > 1 ? (ticks[1]!.atMs - ticks[0]!.atMs) / DAY_MS : 1;
  const labels: MinimapLabel[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const { atMs, x: wanted } of ticks) {
    const text = tickText(atMs, ROOM, stepDays);
    const half = textWidth(text, 10.5) / 2;
    const x = Math.max(half, Math.min(width - half, wanted));
    if (x - half < until + APART) continue;
    labels.push({ atMs, x, text });
    until = x + half;
  }
  return labels;
}
