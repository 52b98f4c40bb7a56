import type { UserTimeline } from '../../src-main/contract/moment.js';
import { DAY_MS } from '../charts/day.js';
import { findSessions } from '../charts/sessions.js';

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
