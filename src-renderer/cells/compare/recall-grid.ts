import type { CompareOutput } from '../../../src-main/contract/outputs.js';

/** Users whose pairs of recalls fall together. */
export interface GridCell {
  /** Means of the members: recall under the first and the second run. */
  readonly first: number;
  readonly second: number;
  /** Rows of the users. */
  readonly members: readonly number[];
}

/**
 * Recalls of single users take few values (3 of 7 targets), so that points lie on each other: they are
 * counted on a grid, largest groups first. Users without a value under either run are left out.
 */
export function recallGrid(
  [first, second]: CompareOutput['recall'],
  steps = 20,
): readonly GridCell[] {
  const cells = new Map<number, number[]>();
  for (let user = 0; user < first.length; user++) {
    const x = first[user]!;
    const y = second[user]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const key = Math.round(x * steps) * (steps + 1) + Math.round(y * steps);
    const members = cells.get(key);
    if (members === undefined) cells.set(key, [user]);
    else members.push(user);
  }
  const mean = (column: Float32Array, members: readonly number[]) =>
    members.reduce((sum, user) => sum + column[user]!, 0) / members.length;
  return [...cells.values()]
    .map(members => ({ first: mean(first, members), second: mean(second, members), members }))
    .sort((a, b) => b.members.length - a.members.length);
}

/** Rows of the users that differ most, by falling |second − first|. */
export function mostDifferent([first, second]: CompareOutput['recall'], count: number): number[] {
  return Array.from(first, (_, user) => user)
    .filter(user => Number.isFinite(second[user]! - first[user]!) && first[user] !== second[user])
    .sort((a, b) => Math.abs(second[b]! - first[b]!) - Math.abs(second[a]! - first[a]!) || a - b)
    .slice(0, count);
}
