import { type TargetRanks, UNRANKED } from './ranks.js';
import type { EvaluationTargets } from './targets.js';
import { type TargetKind, type UserValues, valuesByUser } from './user-means.js';

/**
 * Reciprocal rank of each user: the mean over targets of 1 / (r + 1) with r pins before the target, 0 for
 * one without features. In [0, 1]; NaN without targets.
 */
export function reciprocalRankByUser(
  targets: EvaluationTargets,
  ranks: TargetRanks,
  kind: TargetKind = 'all',
): UserValues {
  return valuesByUser(targets, kind, target => {
    const before = ranks.atLeast[target]!;
    return before === UNRANKED ? 0 : 1 / (before + 1);
  });
}
