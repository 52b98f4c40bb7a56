import { TIE_TOLERANCE } from '../retrieve/exact.js';
import type { PinLists } from '../retrieve/pin-index.js';
import {
  excludedOfUsers,
  type RankOptions,
  type ServedTargets,
  type TargetRanks,
  unranked,
} from './ranks.js';
import type { EvaluationTargets } from './targets.js';

/** Scores of pins by a rule that needs no embeddings: one score per pin, and what a user changes in it. */
export interface PinScorer {
  /** [pins], for every user. */
  readonly base: Float64Array;
  /** Scores that replace the base's for one query; distinct pins. */
  ownScores(query: number): ReadonlyMap<number, number>;
  /** Scores closer than this are tied; TIE_TOLERANCE when absent. */
  readonly tolerance?: number | undefined;
}

/**
 * Ranks targets under per-pin scores by the same rule as embeddings: fewer than k counted pins at least
 * as close, ties against the target. `members` are the pins of the index. The base is sorted once and a
 * query costs only its own scores, its excluded pins and one binary search.
 */
export function rankByScores(
  members: Int32Array,
  scorer: PinScorer,
  served: ServedTargets,
  targets: EvaluationTargets,
  options: RankOptions = {},
): TargetRanks {
  const ranks = unranked(targets);
  const isMember = new Uint8Array(scorer.base.length);
  for (const pin of members) isMember[pin] = 1;
  const sorted = Float64Array.from(members, pin => scorer.base[pin]!).sort();
  const excluded = excludedOfUsers(targets, options);
  const tolerance = scorer.tolerance ?? TIE_TOLERANCE;
  let query = -1;
  let own: ReadonlyMap<number, number> = new Map();
  for (let i = 0; i < targets.pin.length; i++) {
    if (targets.unknown[i] === 1) continue;
    if (served.queryOfTarget[i] !== query) {
      query = served.queryOfTarget[i]!;
      own = scorer.ownScores(query);
    }
    const pin = targets.pin[i]!;
    const left = leftOut(excluded, served.userOfQuery[query]!, pin);
    const scoreOf = (p: number) => own.get(p) ?? scorer.base[p]!;
    const count = (threshold: number): number => {
      let n = sorted.length - firstAtLeast(sorted, threshold);
      for (const [p, score] of own) {
        if (isMember[p] === 0) continue;
        if (scorer.base[p]! >= threshold) n--;
        if (score >= threshold) n++;
      }
      for (const p of left) if (isMember[p] === 1 && scoreOf(p) >= threshold) n--;
      return n;
    };
    ranks.atLeast[i] = count(scoreOf(pin) - tolerance);
    ranks.strictly[i] = count(scoreOf(pin) + tolerance);
  }
  return ranks;
}

/** The pins that one target is not ranked against: its user's excluded ones and itself. */
function leftOut(excluded: PinLists, user: number, target: number): Set<number> {
  const left = new Set(
    excluded.pins.subarray(excluded.offsets[user]!, excluded.offsets[user + 1]!),
  );
  return left.add(target);
}

/** First index of ascending `values` that is at least `threshold`. */
function firstAtLeast(values: Float64Array, threshold: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
