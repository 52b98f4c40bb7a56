import type { TargetRanks } from './ranks.js';
import type { EvaluationTargets } from './targets.js';
import { type TargetKind, type UserValues, valuesByUser } from './user-means.js';

/**
 * Recall@k of each user (paper 4.1): the share of the user's targets that have fewer than k counted pins
 * at least as close. In [0, 1]; NaN for a user without a target of the kind. The recall of a table is
 * the mean over users.
 */
export function recallByUser(
  targets: EvaluationTargets,
  ranks: TargetRanks,
  k: number,
  kind: TargetKind = 'all',
): UserValues {
  return valuesByUser(targets, kind, target => (ranks.atLeast[target]! < k ? 1 : 0));
}

/**
 * Share of all targets that are missed at k only because tied pins count against them. In [0, 1]; 0
 * without targets.
 */
export function shareDecidedByTies(ranks: TargetRanks, k: number): number {
  let decided = 0;
  for (let i = 0; i < ranks.atLeast.length; i++)
    if (ranks.strictly[i]! < k && ranks.atLeast[i]! >= k) decided++;
  return ranks.atLeast.length === 0 ? 0 : decided / ranks.atLeast.length;
}

/** Share of all targets whose pin has no features at t; each is a miss. In [0, 1]; 0 without targets. */
export function shareUnknown(targets: EvaluationTargets): number {
  let unknown = 0;
  for (const flag of targets.unknown) unknown += flag;
  return targets.unknown.length === 0 ? 0 : unknown / targets.unknown.length;
}
