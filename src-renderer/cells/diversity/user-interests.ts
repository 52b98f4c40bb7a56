import type { PinCard, UserTimeline } from '../../../src-main/contract/moment.js';
import type { DiversityRow } from './diversity-figures.js';

export type InterestShares = DiversityRow['interests'];

/**
 * Interests of what a user gets beside those of the actions before an instant: of each pin the first one, so
 * that both are counted alike. Shares of the pins that have one; by falling share in either.
 */
export function userInterests(
  results: readonly Pick<PinCard, 'interests'>[],
  { interest, interests }: Pick<UserTimeline, 'interest' | 'interests'>,
  actions: number,
): InterestShares {
  const got = sharesOf(results.map(pin => pin.interests[0]));
  const past = Array.from(interest.subarray(0, actions), place => interests[place]?.name);
  const had = sharesOf(past);
  return [...new Set([...got.keys(), ...had.keys()])]
    .map(name => ({ name, results: got.get(name) ?? 0, history: had.get(name) ?? 0 }))
    .sort((a, b) => Math.max(b.results, b.history) - Math.max(a.results, a.history));
}

/** Entropy of the results' interests in nats, 0 for one or none. */
export function entropyOf(shares: InterestShares): number {
  return shares.reduce((sum, { results: p }) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}

function sharesOf(names: readonly (string | undefined)[]): Map<string, number> {
  const known = names.filter(name => name !== undefined);
  const shares = new Map<string, number>();
  for (const name of known) shares.set(name, (shares.get(name) ?? 0) + 1 / known.length);
  return shares;
}
