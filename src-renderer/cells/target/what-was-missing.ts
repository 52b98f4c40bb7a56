import type { TargetView, UserTimeline } from '../../../src-main/contract/moment.js';
import { age } from '../../charts/day.js';

type Ranks = TargetView['ranks'];

/** Retrieved means: among the first ten. */
const TOP = 10;

/**
 * One sentence on what would have had to be known, from the stalest cadence to the freshest: where
 * freshness retrieved the pin, how many actions made the difference; where it did not, that it did not.
 */
export function whatWasMissing(
  ranks: Ranks,
  { pin, interest }: Pick<UserTimeline, 'pin' | 'interest'>,
  target: { readonly pin: number; readonly interest: number; readonly engagedAtMs: number },
): string {
  const known = ranks.filter(({ rank }) => rank !== null);
  if (known.length === 0)
    return 'The pin’s features were not known when the training ended: no cadence could retrieve it.';
  const first = known.find(({ rank }) => rank! <= TOP);
  const stalest = known[0]!;
  const freshest = known[known.length - 1]!;
  if (first === stalest)
    return `Already ${first.cadence} retrieved it, at rank ${first.rank}: nothing newer had to be known.`;
  if (!first) {
    const moved = freshest.rank! < stalest.rank! ? 'nearer' : 'no nearer';
    return `No cadence retrieved it among the first ${TOP}. The newest actions brought it ${moved}: rank ${stalest.rank} with ${stalest.cadence}, ${freshest.rank} with ${freshest.cadence}.`;
  }
  const before = known[known.indexOf(first) - 1]!;
  const seen = new Set(first.unseen);
  const between = Array.from(before.unseen).filter(action => !seen.has(action));
  const same = between.filter(action => pin[action] === target.pin).length;
  const akin = between.filter(
    action => target.interest >= 0 && interest[action] === target.interest,
  ).length;
  const lie = between.length === 1 ? 'lies 1 action' : `lie ${between.length} actions`;
  const oldest = age(target.engagedAtMs - before.seenUntilMs);
  return `${first.cadence} retrieved it, ${before.cadence} did not: between them ${lie} of the last ${oldest}, ${akin} of the pin’s own interest${same > 0 ? `, ${same} on the pin itself` : ''}.`;
}
