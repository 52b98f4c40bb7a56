import { throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { rankByAllScores } from '../evaluate/rank-by-all-scores.js';
import type { RankOptions, TargetRanks } from '../evaluate/ranks.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { type Cadence, servedMoment } from './cadence.js';

/** What is asked of the truth: the action that falls on a moment, or a stretch (fromMs, toMs]. */
export type OracleWindow = 'next' | { readonly fromMs: number; readonly toMs: number };

/** Structurally the WorldOracle of data/: true chances of all pins, all before `beforeMs` known. */
export interface OracleScorer {
  /** [pins]. */
  scores(user: number, beforeMs: number, window: OracleWindow): Float64Array;
}

/** The oracle's probabilities are far below the tie tolerance of embeddings; only equal ones tie. */
const ORACLE_TOLERANCE = 1e-15;

/**
 * Ranks under the truth at each cadence's own cut-off: the state known then is scored by the chance of
 * each pin in the stretch that it serves, the ceiling of any model under that cadence.
 */
export function rankOracle(
  oracle: OracleScorer,
  cadence: Cadence,
  targets: EvaluationTargets,
  members: Int32Array,
  ranking: RankOptions,
  { signal }: JobContext,
): TargetRanks {
  const moments: { user: number; beforeMs: number; window: OracleWindow }[] = [];
  const userOfQuery: number[] = [];
  const queryOfTarget = new Int32Array(targets.pin.length);
  for (let position = 0; position < targets.users.length; position++) {
    const known = new Map<number, number>();
    for (let i = targets.offsets[position]!; i < targets.offsets[position + 1]!; i++) {
      const moment = servedMoment(cadence, targets.atMs, targets.targetAtMs[i]!);
      let query = known.get(moment.atMs);
      if (query === undefined) {
        query = moments.length;
        known.set(moment.atMs, query);
        userOfQuery.push(position);
        moments.push({
          user: targets.users[position]!,
          beforeMs: moment.inclusive ? moment.atMs + 1 : moment.atMs,
          window: moment.inclusive ? servedStretch(cadence, targets, moment.atMs) : 'next',
        });
      }
      queryOfTarget[i] = query;
    }
  }
  const served = {
    queries: moments.length,
    queryOfTarget,
    userOfQuery: Int32Array.from(userOfQuery),
  };
  const scoresOf = (query: number): Float64Array => {
    throwIfCancelled(signal);
    const { user, beforeMs, window } = moments[query]!;
    return oracle.scores(user, beforeMs, window);
  };
  return rankByAllScores(members, scoresOf, served, targets, {
    ...ranking,
    tolerance: ORACLE_TOLERANCE,
  });
}

/** The stretch of the evaluation window that a state taken at `stateMs` serves. */
function servedStretch(
  { refreshMs, delayMs }: Cadence,
  { atMs, windowMs }: EvaluationTargets,
  stateMs: number,
): OracleWindow {
  const fromMs = stateMs + delayMs;
  return { fromMs, toMs: Math.min(fromMs + refreshMs, atMs + windowMs) };
}
