import type { UserTimeline } from '../../../src-main/contract/moment.js';
import { DAY_MS } from '../../charts/day.js';

/** A pin of the evaluation window and its first positive engagement there. */
export interface EngagedPin {
  readonly pin: number;
  readonly action: number;
  readonly atMs: number;
}

/** Length of the evaluation window after t. */
const WINDOW_MS = 14 * DAY_MS;

/** Pins with a positive engagement in (t, t + 14 d], in the order of their first one. */
export function engagedPins(
  { atMs, pin, positive }: Pick<UserTimeline, 'atMs' | 'pin' | 'positive'>,
  trainedUntilMs: number,
): EngagedPin[] {
  const found = new Map<number, EngagedPin>();
  for (let action = 0; action < atMs.length; action++) {
    const at = atMs[action]!;
    if (at <= trainedUntilMs || at > trainedUntilMs + WINDOW_MS || positive[action] !== 1) continue;
    const row = pin[action]!;
    if (!found.has(row)) found.set(row, { pin: row, action, atMs: at });
  }
  return [...found.values()];
}

/** The one that a playhead asks for: the first engaged at or after it, else the last. */
export function nextEngaged(engaged: readonly EngagedPin[], playheadMs: number): EngagedPin | null {
  return engaged.find(({ atMs }) => atMs >= playheadMs) ?? engaged.at(-1) ?? null;
}
