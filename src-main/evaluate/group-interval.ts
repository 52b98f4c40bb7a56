import { hash128 } from '../base/rng.js';
import type { Estimate } from './bootstrap.js';

/** Fixed groups of users over which coverage is compared (spec §6). */
export const COVERAGE_GROUPS = 20;
/** Student's t at 97.5 % with 19 degrees of freedom. */
const T_97_5_19 = 2.093024054408263;

/** A difference of two figures measured in each of twenty groups of users, with a paired t-interval. */
export interface GroupedDifference extends Estimate {
  /** Users of the smallest and the largest group: coverage depends on how many users it is taken over. */
  readonly usersPerGroup: readonly [number, number];
}

/** Group 0 … 19 of a user: by a hash of the number in the data set, the same for every run. */
export function groupOfUser(user: number): number {
  return hash128(`coverage group ${user}`)[0] % COVERAGE_GROUPS;
}

/**
 * Mean over groups of `a(group) − b(group)` with its 95 % paired t-interval. For figures that are no
 * means over users, such as coverage, whose bootstrap interval would exclude its own point. NaN when a
 * group is empty.
 */
export function groupedDifference(
  users: Int32Array,
  a: (positions: Int32Array) => number,
  b: (positions: Int32Array) => number,
): GroupedDifference {
  const groups: number[][] = Array.from({ length: COVERAGE_GROUPS }, () => []);
  users.forEach((user, position) => {
    groups[groupOfUser(user)]!.push(position);
  });
  const sizes = groups.map(group => group.length);
  const usersPerGroup = [Math.min(...sizes), Math.max(...sizes)] as const;
  if (usersPerGroup[0] === 0)
    return { value: Number.NaN, low: Number.NaN, high: Number.NaN, usersPerGroup };
  const differences = groups.map(group => {
    const positions = Int32Array.from(group);
    return a(positions) - b(positions);
  });
  const value = differences.reduce((sum, d) => sum + d, 0) / COVERAGE_GROUPS;
  const squares = differences.reduce((sum, d) => sum + (d - value) ** 2, 0);
  const error = Math.sqrt(squares / (COVERAGE_GROUPS - 1) / COVERAGE_GROUPS);
  return { value, low: value - T_97_5_19 * error, high: value + T_97_5_19 * error, usersPerGroup };
}
