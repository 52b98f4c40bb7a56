import { p90Coverage } from '../evaluate/coverage.js';
import { groupedDifference } from '../evaluate/group-interval.js';
import type { TopPins } from '../retrieve/pin-index.js';
import type { RunOutcome } from './replay-run.js';
import type { CoverageDifference } from './report.js';

/** Results of a user that coverage counts. */
const COVERAGE_PINS = 10;

/** The first ten of each user's list; of the users at `positions` only, when given. */
export function topTen(lists: TopPins, positions?: Int32Array): Int32Array {
  const users = positions?.length ?? lists.pins.length / lists.k;
  const pins = new Int32Array(users * COVERAGE_PINS).fill(-1);
  for (let i = 0; i < users; i++) {
    const begin = (positions ? positions[i]! : i) * lists.k;
    pins.set(lists.pins.subarray(begin, begin + COVERAGE_PINS), i * COVERAGE_PINS);
  }
  return pins;
}

/**
 * Differences of P90 coverage@10 between the cadences of each run, and between runs under each cadence
 * (`from` and `to` then name "run cadence"), over twenty fixed groups of users.
 */
export function coverageDifferences(
  outcomes: readonly RunOutcome[],
  users: Int32Array,
  indexPins: number,
): CoverageDifference[] {
  const coverage = (lists: TopPins) => (positions: Int32Array) =>
    p90Coverage(topTen(lists, positions), COVERAGE_PINS, indexPins).value;
  const compare = (to: TopPins, from: TopPins) =>
    groupedDifference(users, coverage(to), coverage(from));
  const differences: CoverageDifference[] = [];
  outcomes.forEach(({ run, cadences }, r) => {
    cadences.forEach((to, c) => {
      for (const from of cadences.slice(0, c))
        differences.push({
          run: run.run,
          from: from.cadence.name,
          to: to.cadence.name,
          ...compare(to.lists, from.lists),
        });
      for (const other of outcomes.slice(0, r)) {
        const against = other.cadences[c];
        if (!against) continue;
        differences.push({
          run: run.run,
          from: `${other.run.run} ${to.cadence.name}`,
          to: `${run.run} ${to.cadence.name}`,
          ...compare(to.lists, against.lists),
        });
      }
    });
  });
  return differences;
}
