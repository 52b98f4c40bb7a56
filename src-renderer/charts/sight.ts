import { DAY_MS, tickText } from './day.js';
import { textWidth } from './label-layout.js';
import { midnights, type TimeOrderAxis } from './time-order-axis.js';

/** Width of the names at the left: one edge for all views on the time axis. */
export const LEFT = 86;

/** The part of an axis that a plot shows, and the pixels it has for it. */
export interface Sight {
  readonly axis: TimeOrderAxis;
  /** Positions on the axis. */
  readonly from: number;
  readonly until: number;
  /** Pixels of the plot without the names. */
  readonly width: number;
}

/** Pixel of a position; outside 0 … width when it is out of sight. */
export function pixelOf({ from, until, width }: Sight, position: number): number {
  return ((position - from) / (until - from)) * width;
}

/** Pixel of an instant, UTC ms. */
export function pixelAt(sight: Sight, atMs: number): number {
  return pixelOf(sight, sight.axis.position(atMs));
}

/** Position under a pixel. */
export function positionUnder({ from, until, width }: Sight, pixel: number): number {
  return from + (pixel / width) * (until - from);
}

/** The instants at the ends, UTC ms. */
export function spanOf({ axis, from, until }: Sight): { fromMs: number; untilMs: number } {
  return { fromMs: axis.instant(from), untilMs: axis.instant(until) };
}

/** A pixel, or the edge beyond which it lies. */
export function clipTo(width: number, pixel: number): number {
  return Math.max(0, Math.min(width, pixel));
}

export interface TimeTick {
  readonly atMs: number;
  readonly x: number;
  /** Empty where the next tick leaves no room for it. */
  readonly text: string;
}

const LEAST_PIXELS = 46;
/** From a tick to what is written beside it. */
const BESIDE = 3;
const TEXT_PIXELS = 10.5;

/** Midnights in sight and what is written beside them, shorter where they stand closer. */
export function timeTicks(sight: Sight): TimeTick[] {
  const ticks = midnights(sight.axis, sight, LEAST_PIXELS);
  const steps = ticks.slice(1).map((tick, i) => (tick.atMs - ticks[i]!.atMs) / DAY_MS);
  const { fromMs, untilMs } = spanOf(sight);
  const stepDays = Math.min(...steps, (untilMs - fromMs) / DAY_MS);
  return ticks.map(({ atMs, x }, i) => {
    const room = (ticks[i + 1]?.x ?? sight.width) - x;
    const fits = (text: string) => BESIDE + textWidth(text, TEXT_PIXELS) <= room;
    const texts = [Number.POSITIVE_INFINITY, 0].map(wide => tickText(atMs, wide, stepDays));
    return { atMs, x, text: texts.find(fits) ?? '' };
  });
}
