import type { TargetRanks } from './ranks.js';
import type { EvaluationTargets } from './targets.js';
import { type TargetKind, type UserValues, valuesByUser } from './user-means.js';

/**
 * HR@k of each user: 1 when at least one of the user's targets has fewer than k pins before it, else 0.
 * Equals recall@k where every user has one target (SASRec's protocol). NaN without targets of the kind.
 */
export function hitRateByUser(
  targets: EvaluationTargets,
  ranks: TargetRanks,
  k: number,
  kind: TargetKind = 'all',
): UserValues {
  const share = valuesByUser(targets, kind, target => (ranks.atLeast[target]! < k ? 1 : 0));
  return share.map(value => (value > 0 ? 1 : value));
}
