import type { JobContext } from '../base/progress.js';
import type { Device } from '../compute/program.js';
import type { Timelines } from '../data/columns.js';
import { mostVisitedScorer, type ServedStates } from '../evaluate/baselines/most-visited.js';
import {
  lastN,
  normalisedRows,
  pinMeanQueries,
  type RecencyWeight,
  recencyWeight,
} from '../evaluate/baselines/pin-means.js';
import { popularityScores } from '../evaluate/baselines/popularity.js';
import { rankByScores } from '../evaluate/rank-by-scores.js';
import {
  type RankOptions,
  rankByEmbeddings,
  servedOnce,
  type TargetRanks,
} from '../evaluate/ranks.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { createExactIndex } from '../retrieve/exact.js';
import type { Replay, ReplayPlan } from './replay.js';

/** Ranks of all targets under a rule that nothing was trained for. */
export interface BaselineOutcome {
  readonly name: string;
  /** The cadence at which the user's state is known; undefined where the user does not matter. */
  readonly cadence: string | undefined;
  readonly ranks: TargetRanks;
}

export interface BaselineInput {
  readonly device: Device;
  readonly timelines: Timelines;
  readonly plan: ReplayPlan;
  readonly targets: EvaluationTargets;
  readonly members: Int32Array;
  /** 1 for each training user: popularity is counted over them. */
  readonly isTrainingUser: Uint8Array;
  /** Features of all pins, [pins, width], and which are known at t. */
  readonly pinFeatures: { readonly values: Float32Array; readonly known: Uint8Array };
  readonly ranking: RankOptions;
}

const MEANS: readonly (readonly [string, RecencyWeight])[] = [
  ['last pin', lastN(1)],
  ['mean of last 10 pins', lastN(10)],
  ['recency-weighted mean', recencyWeight],
];

/** All baselines of spec §6 through the ranking code of the models, each under each cadence. */
export async function rankBaselines(
  input: BaselineInput,
  context: JobContext,
): Promise<BaselineOutcome[]> {
  const { timelines, targets, members, pinFeatures, ranking } = input;
  const pins = pinFeatures.known.length;
  const popularity = popularityScores(timelines, {
    pins,
    isTrainingUser: input.isTrainingUser,
    atMs: targets.atMs,
  });
  const outcomes: BaselineOutcome[] = [
    {
      name: 'popularity',
      cadence: undefined,
      ranks: rankByScores(
        members,
        { base: popularity, ownScores: () => new Map() },
        servedOnce(targets),
        targets,
        ranking,
      ),
    },
  ];
  const width = pinFeatures.values.length / pins;
  const features = { ...pinFeatures, values: normalisedRows(pinFeatures.values, width), width };
  const index = createExactIndex(input.device, features.values, pins, width, { members });
  for (const replay of input.plan.replays) {
    const cadence = replay.cadence.name;
    const states = statesOf(input.plan, replay);
    outcomes.push({
      name: 'own most-visited pins',
      cadence,
      ranks: rankByScores(
        members,
        mostVisitedScorer(timelines, popularity, states),
        replay.served,
        targets,
        ranking,
      ),
    });
    for (const [name, weight] of MEANS) {
      const queries = pinMeanQueries(timelines, features, states, weight);
      const options = { ...ranking, signal: context.signal };
      const ranks = await rankByEmbeddings(index, queries, replay.served, targets, options);
      outcomes.push({ name, cadence, ranks });
    }
  }
  return outcomes;
}

function statesOf(plan: ReplayPlan, { states }: Replay): ServedStates {
  return {
    users: states.map(state => plan.users[state]!),
    ends: Uint32Array.from(states, state => plan.ends[state]!),
  };
}
