import type { AxisView } from '../charts/axis-view.svelte.js';
import { DAY_MS } from '../charts/day.js';
import type { TimeOrderAxis } from '../charts/time-order-axis.js';
import type { ShownLife } from './shown-life.js';

/** Fewer actions than this are shown whole. */
const FEW = 60;

/**
 * A life that is shown for the first time: its window of 14 days after t, with some days of what was
 * before. Later calls for the same life leave the view as the reader has it.
 */
export function showAtFirst(view: AxisView, axis: TimeOrderAxis, life: ShownLife): void {
  const { timeline, trainedUntilMs, atMs } = life;
  if (!view.adopt(JSON.stringify([timeline.dataset, timeline.user]))) return;
  if (timeline.atMs.length < FEW) {
    view.show(0, 1);
    return;
  }
  const from = axis.position(Math.min(trainedUntilMs - 5 * DAY_MS, atMs - 5 * DAY_MS));
  const until = axis.position(Math.max(trainedUntilMs + 15 * DAY_MS, atMs + DAY_MS));
  view.show(Math.max(0, from), Math.min(1, until));
}
