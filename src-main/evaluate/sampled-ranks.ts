import type { Rng } from '../base/rng.js';
import { TIE_TOLERANCE } from '../retrieve/exact.js';
import {
  excludedOfUsers,
  type RankOptions,
  type ServedTargets,
  type TargetRanks,
  unranked,
} from './ranks.js';
import type { EvaluationTargets } from './targets.js';

export interface SampledRankInput {
  /** [pins, width]. */
  readonly pinEmbeddings: Float32Array;
  readonly width: number;
  /** Ascending pins that may be drawn. */
  readonly members: Int32Array;
  /** [served.queries, width]. */
  readonly queries: Float32Array;
  readonly served: ServedTargets;
  readonly targets: EvaluationTargets;
  /** Negatives of each target. */
  readonly negatives: number;
  readonly rng: Rng;
}

/**
 * Ranks each target among pins drawn uniformly from the index without the excluded ones: SASRec's
 * protocol, whose figures are far above those of a full ranking and can order models differently
 * (Krichene & Rendle, KDD 2020). A target with fewer pins to draw from than asked is ranked among those.
 */
export function rankAmongSampled(input: SampledRankInput, options: RankOptions = {}): TargetRanks {
  const { targets, served, members, width, queries, pinEmbeddings } = input;
  const ranks = unranked(targets);
  const excluded = excludedOfUsers(targets, options);
  const score = (query: number, pin: number): number => {
    let sum = 0;
    for (let d = 0; d < width; d++)
      sum += queries[query * width + d]! * pinEmbeddings[pin * width + d]!;
    return sum;
  };
  for (let i = 0; i < targets.pin.length; i++) {
    if (targets.unknown[i] === 1) continue;
    const query = served.queryOfTarget[i]!;
    const user = served.userOfQuery[query]!;
    const left = new Set(
      excluded.pins.subarray(excluded.offsets[user]!, excluded.offsets[user + 1]!),
    );
    left.add(targets.pin[i]!);
    const own = score(query, targets.pin[i]!);
    let atLeast = 0;
    let strictly = 0;
    for (const pin of drawPins(members, left, input.negatives, input.rng)) {
      const other = score(query, pin);
      if (other >= own - TIE_TOLERANCE) atLeast++;
      if (other > own + TIE_TOLERANCE) strictly++;
    }
    ranks.atLeast[i] = atLeast;
    ranks.strictly[i] = strictly;
  }
  return ranks;
}

/** `count` distinct members outside `left`, or all of them when there are no more. */
function drawPins(
  members: Int32Array,
  left: ReadonlySet<number>,
  count: number,
  rng: Rng,
): Iterable<number> {
  if (members.length <= 2 * (count + left.size)) {
    const allowed = members.filter(pin => !left.has(pin));
    return rng.shuffle(allowed).subarray(0, count);
  }
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const pin = members[rng.int(members.length)]!;
    if (!left.has(pin)) drawn.add(pin);
  }
  return drawn;
}
