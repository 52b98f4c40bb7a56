import { spanText } from '../charts/day.js';

/** The months in sight that have a life in them, playhead included: beyond it lie the axis' margins. */
export function lifeSpanText(
  actionsAtMs: ArrayLike<number>,
  playheadMs: number,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): string {
  const first = actionsAtMs[0] ?? fromMs;
  const last = actionsAtMs[actionsAtMs.length - 1] ?? untilMs;
  return spanText(
    Math.max(fromMs, Math.min(first, playheadMs)),
    Math.min(untilMs, Math.max(last, playheadMs)),
  );
}
