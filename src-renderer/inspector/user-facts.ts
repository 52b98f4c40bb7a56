import type { UserTimeline } from '../../src-main/contract/moment.js';
import { DAY_MS } from '../charts/day.js';
import { findSessions } from '../charts/sessions.js';
import { newestAction } from '../follow/playhead-steps.js';

export interface UserFacts {
  readonly actions: number;
  readonly positives: number;
  readonly sessions: number;
  /** UTC days with an action. */
  readonly activeDays: number;
  /** From the first to the last action; NaN without one. */
  readonly spanMs: number;
}

/** How much a user did over the whole timeline. */
export function userFacts({ atMs, positive }: Pick<UserTimeline, 'atMs' | 'positive'>): UserFacts {
  const days = new Set<number>();
  for (const at of atMs) days.add(Math.floor(at / DAY_MS));
  return {
    actions: atMs.length,
    positives: positive.reduce((sum, each) => sum + each, 0),
    sessions: findSessions(atMs).length,
    activeDays: days.size,
    spanMs: (atMs[atMs.length - 1] ?? Number.NaN) - (atMs[0] ?? Number.NaN),
  };
}

export interface InterestShare {
  /** Place in the user's interests; −1 holds the rest and what has none. */
  readonly place: number;
  readonly name: string;
  readonly share: number;
}

/** Interests that the bar of shares names. */
const NAMED = 4;

/**
 * Shares of the newest `most` actions that a playhead sees, by falling share; all but the first few
 * together at the end. Empty before the first action.
 */
export function recentInterests(
  timeline: Pick<UserTimeline, 'atMs' | 'interest' | 'interests'>,
  playheadMs: number,
  most: number,
): InterestShare[] {
  const end = newestAction(timeline, playheadMs) + 1;
  const recent = timeline.interest.subarray(Math.max(0, end - most), end);
  const counts = new Map<number, number>();
  for (const place of recent) counts.set(place, (counts.get(place) ?? 0) + 1);
  const named = [...counts]
    .filter(([place]) => place >= 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, NAMED)
    .map(([place, count]) => ({
      place,
      name: timeline.interests[place]?.name ?? '',
      share: count / recent.length,
    }));
  const rest = 1 - named.reduce((sum, { share }) => sum + share, 0);
  if (recent.length > 0 && rest > 1e-9) named.push({ place: -1, name: 'other', share: rest });
  return named;
}
