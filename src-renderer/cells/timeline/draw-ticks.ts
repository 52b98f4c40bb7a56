import { intervalHours } from '../../charts/cadence-mark.js';
import { cadenceToken, refreshTimes } from '../../charts/cadences.js';
import type { Palette } from '../../charts/palette.svelte.js';
import type { Session } from '../../charts/sessions.js';
import { pixelAt, pixelOf, type Sight, spanOf } from '../../charts/sight.js';
import type { Rows } from './rows.js';

/** A bracket under the actions of each session in sight. */
export function drawSessions(
  context: CanvasRenderingContext2D,
  sessions: readonly Session[],
  y: number,
  view: Sight,
  palette: Palette,
): void {
  const path = new Path2D();
  let last = Number.NEGATIVE_INFINITY;
  for (const { first, last: end } of sessions) {
    const left = pixelOf(view, view.axis.positionOf(first)) - 2;
    const right = pixelOf(view, view.axis.positionOf(end)) + 2;
    if (right < 0 || left > view.width || right - last < 1) continue;
    last = right;
    path.moveTo(left, y - 3);
    path.lineTo(left, y + 2.5);
    path.lineTo(Math.max(left + 1, right), y + 2.5);
    path.lineTo(Math.max(left + 1, right), y - 3);
  }
  context.strokeStyle = palette('--ink-4');
  context.lineWidth = 1;
  context.stroke(path);
}

/** One short line a refresh; those that would touch are thinned. */
function drawRefreshTicks(
  context: CanvasRenderingContext2D,
  times: readonly number[],
  y: number,
  view: Sight,
  color: string,
): void {
  const path = new Path2D();
  let last = Number.NEGATIVE_INFINITY;
  for (const at of times) {
    const x = pixelAt(view, at);
    if (x < 0 || x > view.width || x - last < 2.5) continue;
    last = x;
    path.rect(x - 0.6, y - 5, 1.3, 10);
  }
  context.fillStyle = color;
  context.fill(path);
}

/** The refreshes of cadences that refresh with each action; the others are markers on a line. */
export function drawEachAction(
  context: CanvasRenderingContext2D,
  cadences: readonly string[],
  rows: Pick<Rows, 'cadences'>,
  view: Sight,
  life: {
    readonly trainedUntilMs: number;
    readonly atMs: Float64Array;
    readonly palette: Palette;
  },
): void {
  const span = spanOf(view);
  cadences.forEach((cadence, i) => {
    if (intervalHours(cadence) !== 0) return;
    const times = refreshTimes(cadence, life.trainedUntilMs, span, life.atMs);
    const color = life.palette(cadenceToken(cadence));
    drawRefreshTicks(context, times, rows.cadences[i] ?? 0, view, color);
  });
}
