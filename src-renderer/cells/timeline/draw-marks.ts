import type { ActionLook } from '../../charts/action-look.js';
import { capPath, isStroked } from '../../charts/action-look.js';
import type { Palette } from '../../charts/palette.svelte.js';
import type { Rows } from './rows.js';
import type { Mark, MarkBin, Visible } from './visible-marks.js';

export interface MarkStyle {
  readonly looks: readonly ActionLook[];
  readonly lookOf: (action: number) => number;
  readonly positive: (action: number) => boolean;
  readonly palette: Palette;
}

/** What is not positive is drawn fainter. */
const FAINT = 0.58;

/** Draws stems, caps and the ticks of positive engagements. One path a look and strength. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  visible: Visible,
  rows: Rows,
  style: MarkStyle,
): void {
  if (visible.kind === 'bins') drawBins(context, visible.bins, visible.most, rows, style);
  else drawSingle(context, visible.marks, rows, style);
  context.globalAlpha = 1;
}

function drawSingle(
  context: CanvasRenderingContext2D,
  marks: readonly Mark[],
  rows: Rows,
  style: MarkStyle,
): void {
  const size = sizeOf(marks);
  const groups = new Map<number, Mark[]>();
  for (const mark of marks) {
    const key = style.lookOf(mark.action) * 2 + (style.positive(mark.action) ? 1 : 0);
    const group = groups.get(key);
    if (group) group.push(mark);
    else groups.set(key, [mark]);
  }
  // What is not positive lies below what is.
  const keys = [...groups.keys()].sort((a, b) => (a & 1) - (b & 1) || a - b);
  for (const key of keys) {
    const look = style.looks[key >> 1];
    const group = groups.get(key);
    if (look && group) drawGroup(context, group, rows, look, key % 2 === 1, size, style.palette);
  }
}

interface Size {
  readonly stem: number;
  readonly radius: number;
}

/** Marks that stand close together are thinner. */
function sizeOf(marks: readonly Mark[]): Size {
  const room = spacing(marks);
  if (room > 5) return { stem: 2.5, radius: 3.1 };
  return room > 2.5 ? { stem: 2, radius: 2.4 } : { stem: 1.25, radius: 1.7 };
}

/** Marks of one look and strength: one path for the stems, one for the caps. */
function drawGroup(
  context: CanvasRenderingContext2D,
  marks: readonly Mark[],
  rows: Rows,
  look: ActionLook,
  positive: boolean,
  { stem, radius }: Size,
  palette: Palette,
): void {
  const stems = new Path2D();
  const caps = new Path2D();
  const ticks = new Path2D();
  const cap = new Path2D(capPath(look.cap, radius));
  for (const { x, lane, height } of marks) {
    const { base } = rows.lanes[lane]!;
    stems.rect(x - stem / 2, base - height, stem, height);
    // A bar is its own cap.
    if (look.cap !== 'bar') caps.addPath(cap, new DOMMatrix([1, 0, 0, 1, x, base - height]));
    if (positive) ticks.rect(x - stem / 2, base + 3, stem, 5);
  }
  context.globalAlpha = positive ? 1 : FAINT;
  context.fillStyle = palette(look.token);
  context.fill(stems);
  if (isStroked(look.cap)) {
    context.strokeStyle = palette(look.token);
    context.lineWidth = 1.5;
    context.stroke(caps);
  } else context.fill(caps);
  context.globalAlpha = 1;
  context.fillStyle = palette('--ink-1');
  context.fill(ticks);
}

function drawBins(
  context: CanvasRenderingContext2D,
  bins: readonly MarkBin[],
  most: number,
  rows: Rows,
  { looks, palette }: MarkStyle,
): void {
  const scale = 1 / Math.log1p(Math.max(1, most));
  for (const { x, lane, count, positives, look } of bins) {
    const { top, base } = rows.lanes[lane]!;
    const height = Math.log1p(count) * scale * (base - top - 8);
    context.globalAlpha = FAINT + (1 - FAINT) * (positives / count);
    context.fillStyle = palette(looks[look]?.token ?? '--ink-3');
    context.fillRect(x, base - height, 1, height);
    if (positives > 0) {
      context.globalAlpha = 0.35 + 0.65 * (positives / count);
      context.fillStyle = palette('--ink-1');
      context.fillRect(x, base + 3, 1, 5);
    }
  }
}

/** Median pixels between neighbours. */
function spacing(marks: readonly Mark[]): number {
  if (marks.length < 2) return 20;
  const gaps = marks.slice(1).map((mark, i) => mark.x - marks[i]!.x);
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 20;
}
