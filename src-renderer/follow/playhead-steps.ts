import type { UserTimeline } from '../../src-main/contract/moment.js';
import { DAY_MS } from '../charts/day.js';
import { findSessions, sessionOf } from '../charts/sessions.js';

type Times = { readonly atMs: ArrayLike<number> };

/** The newest action that a playhead sees: those strictly before it. −1 before the first. */
export function newestAction({ atMs }: Times, playheadMs: number): number {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atMs[middle]! < playheadMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The first instant that sees the action. Actions of one millisecond are seen together. */
export function justAfter({ atMs }: Times, action: number): number {
  return (atMs[action] ?? 0) + 1;
}

/**
 * The earliest instant that sees the actions a playhead sees, one for all playheads between two actions; before the
 * first action, that of the first. Questions about the past alone are asked of it.
 */
export function sightOf(timeline: Times, playheadMs: number): number {
  const newest = newestAction(timeline, playheadMs);
  return newest < 0 ? (timeline.atMs[0] ?? 0) : justAfter(timeline, newest);
}

export type Step = 'action' | 'session' | 'positive';

/** Where the playhead goes by one step; null at the end of the timeline. */
export function stepPlayhead(
  timeline: Pick<UserTimeline, 'atMs' | 'positive'>,
  playheadMs: number,
  step: Step,
  direction: 1 | -1,
): number | null {
  const { atMs, positive } = timeline;
  const newest = newestAction(timeline, playheadMs);
  if (step === 'session') {
    const sessions = findSessions(atMs);
    const here = sessionOf(sessions, newest);
    const target = sessions[here + direction];
    return target ? justAfter(timeline, target.last) : null;
  }
  let action = newest + direction;
  // Of several actions of one instant, the step back is to the instant before.
  while (direction === -1 && action >= 0 && justAfter(timeline, action) >= playheadMs) action--;
  if (step === 'positive')
    while (action >= 0 && action < atMs.length && positive[action] !== 1) action += direction;
  return action >= 0 && action < atMs.length ? justAfter(timeline, action) : null;
}

/** Where the playhead first stands: amid what was done in the window after t, with some of it still to come where that is more than one action; else at the end. */
export function firstPlayhead(timeline: Times, trainedUntilMs: number): number {
  const { atMs } = timeline;
  const from = newestAction(timeline, trainedUntilMs + 1) + 1;
  const until = newestAction(timeline, trainedUntilMs + 14 * DAY_MS + 1) + 1;
  if (until > from) return justAfter(timeline, from + Math.floor((until - from - 1) / 2));
  return atMs.length === 0 ? trainedUntilMs : justAfter(timeline, atMs.length - 1);
}
