import type { UserTimeline } from '../../src-main/contract/moment.js';
import { newestAction } from '../follow/playhead-steps.js';

/** Actions whose interests are mixed, at most. */
export const MIXED_ACTIONS = 60;

export interface InterestShare {
  /** Place among the user's interests; −1 for actions on pins without any. */
  readonly place: number;
  readonly name: string;
  /** Of the mixed actions, 0 to 1. */
  readonly share: number;
}

export interface InterestMix {
  /** By falling share. */
  readonly shares: readonly InterestShare[];
  /** Actions that were counted: the newest ones before the playhead. */
  readonly actions: number;
}

/** What the newest actions before the playhead were about, by the first interest of each one's pin. */
export function interestMix(
  timeline: Pick<UserTimeline, 'atMs' | 'interest' | 'interests'>,
  playheadMs: number,
): InterestMix {
  const newest = newestAction(timeline, playheadMs);
  const first = Math.max(0, newest - MIXED_ACTIONS + 1);
  const actions = newest - first + 1;
  const counts = new Map<number, number>();
  for (let action = first; action <= newest; action++) {
    const place = timeline.interest[action] ?? -1;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const shares = [...counts]
    .sort(([a, most], [b, more]) => more - most || a - b)
    .map(([place, count]) => ({
      place,
      name: timeline.interests[place]?.name ?? 'no interest',
      share: count / actions,
    }));
  return { shares, actions };
}
