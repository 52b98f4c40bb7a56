import type { Rng } from '../base/rng.js';
import { bootstrap, difference, type Estimate, MIN_CLAIM_USERS } from './bootstrap.js';
import { type UserValues, usersWithValue } from './user-means.js';

/** What an interval says about "a is more than b". */
export type Verdict = 'held' | 'not held' | 'undecided';

/** Mean of `a` minus mean of `b` over users, paired by user, with its 95 % bootstrap interval. */
export function pairedDifference(a: UserValues, b: UserValues, rng: Rng): Estimate {
  return bootstrap([a, b], [difference(0, 1)], { rng })[0]!;
}

/**
 * Held when the whole interval is above 0, not held when it is below, else undecided. Under 200 users
 * (spec §6), and without an interval, always undecided.
 */
export function verdict(estimate: Estimate, users: number): Verdict {
  if (users < MIN_CLAIM_USERS || Number.isNaN(estimate.low)) return 'undecided';
  if (estimate.low > 0) return 'held';
  return estimate.high < 0 ? 'not held' : 'undecided';
}

/** The verdict of several that must all hold, as a cadence claim on all and on new targets must. */
export function verdictOfAll(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('not held')) return 'not held';
  return verdicts.every(v => v === 'held') ? 'held' : 'undecided';
}

/** Users that have a value in both columns. */
export function pairedUsers(a: UserValues, b: UserValues): number {
  return usersWithValue(a.map((value, user) => value + b[user]!));
}
