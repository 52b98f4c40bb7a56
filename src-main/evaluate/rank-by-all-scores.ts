import {
  excludedOfUsers,
  type RankOptions,
  type ServedTargets,
  type TargetRanks,
  unranked,
} from './ranks.js';
import type { EvaluationTargets } from './targets.js';

export interface AllScoresOptions extends RankOptions {
  /** Scores closer than this are tied. */
  readonly tolerance: number;
}

/**
 * Ranks targets under a scorer that gives every pin a score for every query, such as the oracle of a
 * synthetic world; the same rule as for embeddings. `scoresOf(query)` [pins] is asked once per query
 * and in order of users.
 */
export function rankByAllScores(
  members: Int32Array,
  scoresOf: (query: number) => Float64Array,
  served: ServedTargets,
  targets: EvaluationTargets,
  options: AllScoresOptions,
): TargetRanks {
  const ranks = unranked(targets);
  const excluded = excludedOfUsers(targets, options);
  const targetsOf = new Map<number, number[]>();
  served.queryOfTarget.forEach((query, target) => {
    if (targets.unknown[target] === 1) return;
    const list = targetsOf.get(query);
    if (list) list.push(target);
    else targetsOf.set(query, [target]);
  });
  for (const [query, own] of targetsOf) {
    const scores = scoresOf(query);
    const user = served.userOfQuery[query]!;
    const left = new Set(
      excluded.pins.subarray(excluded.offsets[user]!, excluded.offsets[user + 1]!),
    );
    const counted = members.filter(pin => !left.has(pin));
    for (const target of own) {
      const pin = targets.pin[target]!;
      const score = scores[pin]!;
      let atLeast = 0;
      let strictly = 0;
      for (const other of counted) {
        if (other === pin) continue;
        if (scores[other]! >= score - options.tolerance) atLeast++;
        if (scores[other]! > score + options.tolerance) strictly++;
      }
      ranks.atLeast[target] = atLeast;
      ranks.strictly[target] = strictly;
    }
  }
  return ranks;
}
