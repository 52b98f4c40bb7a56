import type { TargetRanks } from './ranks.js';
import type { EvaluationTargets } from './targets.js';
import { type TargetKind, type UserValues, valuesByUser } from './user-means.js';

/**
 * NDCG@k of each user with one relevant pin at a time, as published for SASRec: the mean over targets of
 * 1 / log2(r + 2) for a target with r < k pins before it, else 0. In [0, 1]; NaN without targets.
 */
export function ndcgByUser(
  targets: EvaluationTargets,
  ranks: TargetRanks,
  k: number,
  kind: TargetKind = 'all',
): UserValues {
  return valuesByUser(targets, kind, target => {
    const before = ranks.atLeast[target]!;
    return before < k ? 1 / Math.log2(before + 2) : 0;
  });
}
