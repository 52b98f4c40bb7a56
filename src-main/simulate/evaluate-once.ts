import { badInput } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { Rng } from '../base/rng.js';
import type { Device } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { BOOTSTRAP_DRAWS, type Estimate, mean } from '../evaluate/bootstrap.js';
import { endsAt } from '../evaluate/ends-at.js';
import { hitRateByUser } from '../evaluate/hit-rate.js';
import { Intervals } from '../evaluate/intervals.js';
import { reciprocalRankByUser } from '../evaluate/mean-reciprocal-rank.js';
import { ndcgByUser } from '../evaluate/ndcg.js';
import { type RankDistribution, rankDistribution } from '../evaluate/rank-distribution.js';
import { rankByEmbeddings, servedOnce, type TargetRanks } from '../evaluate/ranks.js';
import { recallByUser, shareDecidedByTies, shareUnknown } from '../evaluate/recall.js';
import { rankAmongSampled } from '../evaluate/sampled-ranks.js';
import {
  type EvaluationTargets,
  evaluationTargets,
  type TargetProtocol,
} from '../evaluate/targets.js';
import { createExactIndex } from '../retrieve/exact.js';
import { indexMembers } from './index-members.js';
import type { SimulatedRun } from './simulated-run.js';

/** What a target is ranked against (spec §6). */
export const RANKING_PROTOCOLS = ['recall', 'fullRanking', 'sampled100'] as const;
export type RankingProtocol = (typeof RANKING_PROTOCOLS)[number];

/** What is known to be wrong with a protocol, printed beside its figures; empty for our own. */
export const PROTOCOL_WARNINGS: Readonly<Record<RankingProtocol, string>> = {
  recall: '',
  fullRanking:
    'Only pins new to the user are ranked, and visited ones are left out: remembering earns nothing here.',
  sampled100:
    'Ranks among 100 random pins are far better than among all, and can order models differently (Krichene & Rendle, KDD 2020): compare only with figures of the same protocol.',
};

export interface EvaluateOnceRequest {
  readonly device: Device;
  readonly dataset: Dataset;
  readonly run: SimulatedRun;
  readonly users: Int32Array;
  readonly ranking: RankingProtocol;
  readonly targets: TargetProtocol;
  /** k of recall, hit rate and NDCG. */
  readonly k: number;
  readonly indexPins?: number | undefined;
  readonly seed: number;
  readonly draws?: number | undefined;
}

/** Figures of one embedding per user at t, each with its 95 % interval over users. */
export interface OnceEvaluation {
  readonly run: string;
  readonly ranking: RankingProtocol;
  readonly targetsAre: TargetProtocol;
  readonly k: number;
  readonly users: number;
  readonly targets: number;
  readonly leftOut: { readonly withoutTarget: number; readonly withoutHistory: number };
  readonly unknownTargets: number;
  readonly decidedByTies: number;
  readonly indexPins: number;
  readonly recall: Estimate;
  readonly hitRate: Estimate;
  readonly ndcg: Estimate;
  readonly meanReciprocalRank: Estimate;
  readonly rankDistribution: RankDistribution;
  readonly warning: string;
}

/** Measures one run at t under a named protocol. BAD_INPUT when nobody can be evaluated. */
export async function evaluateOnce(
  request: EvaluateOnceRequest,
  { signal }: JobContext,
): Promise<OnceEvaluation> {
  const { dataset, run, ranking, k } = request;
  const newOnly = ranking !== 'recall';
  const members = indexMembers([run], request.indexPins, request.seed);
  const targets = evaluationTargets(dataset.timelines, {
    protocol: request.targets,
    atMs: run.atMs,
    users: request.users,
    knownPins: members.known,
    sequenceLength: run.sequenceLength,
    isUsable: action => run.isUsable(action),
    newOnly,
  });
  if (targets.users.length === 0)
    throw badInput(`none of ${request.users.length} users can be evaluated.`, {
      where: 'evaluate',
      remedy: 'Train with an earlier `at` or evaluate the other `users`.',
    });
  const queries = await run.encode(
    targets.users,
    endsAt(dataset.timelines, targets.users, run.atMs),
  );
  const ranks = await ranksOf(request, targets, members.pins, queries, { newOnly, signal });
  const intervals = new Intervals();
  const ask = (values: Float64Array) => intervals.ask(mean(intervals.column(values)));
  const recall = ask(recallByUser(targets, ranks, k));
  const hitRate = ask(hitRateByUser(targets, ranks, k));
  const ndcg = ask(ndcgByUser(targets, ranks, k));
  const reciprocal = ask(reciprocalRankByUser(targets, ranks));
  intervals.draw(Rng.derive(request.seed, 'bootstrap'), request.draws ?? BOOTSTRAP_DRAWS);
  return {
    run: run.run,
    ranking,
    targetsAre: request.targets,
    k,
    users: targets.users.length,
    targets: targets.pin.length,
    leftOut: targets.leftOut,
    unknownTargets: shareUnknown(targets),
    decidedByTies: shareDecidedByTies(ranks, k),
    indexPins: members.pins.length,
    recall: recall(),
    hitRate: hitRate(),
    ndcg: ndcg(),
    meanReciprocalRank: reciprocal(),
    rankDistribution: rankDistribution(ranks, members.pins.length),
    warning: PROTOCOL_WARNINGS[ranking],
  };
}

async function ranksOf(
  { device, run, ranking, seed }: EvaluateOnceRequest,
  targets: EvaluationTargets,
  members: Int32Array,
  queries: Float32Array,
  options: { readonly newOnly: boolean; readonly signal: AbortSignal | undefined },
): Promise<TargetRanks> {
  const served = servedOnce(targets);
  const { pinEmbeddings, width } = run;
  if (ranking === 'sampled100')
    return rankAmongSampled(
      {
        pinEmbeddings,
        width,
        members,
        queries,
        served,
        targets,
        negatives: 100,
        rng: Rng.derive(seed, 'sampled100'),
      },
      options,
    );
  const index = createExactIndex(device, pinEmbeddings, pinEmbeddings.length / width, width, {
    members,
  });
  return rankByEmbeddings(index, queries, served, targets, options);
}
