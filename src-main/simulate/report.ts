import type { DeviceFacts } from '../compute/device-facts.js';
import type { Estimate } from '../evaluate/bootstrap.js';
import type { Verdict } from '../evaluate/paired-difference.js';
import type { RankDistribution } from '../evaluate/rank-distribution.js';
import type { TargetProtocol } from '../evaluate/targets.js';
import type { ByTargetKind } from '../evaluate/user-means.js';

/** Recall@10 with 95 % bootstrap intervals over users, by kind of target. */
export type RecallEstimates = ByTargetKind<Estimate>;

/** Targets on which claims are made; a cadence claim must hold on both (spec §6). */
export type ClaimKind = 'all' | 'new';
export const CLAIM_KINDS: readonly ClaimKind[] = ['all', 'new'];

/** One run under one cadence. Figures that do not exist are NaN. */
export interface SimulationRow {
  readonly run: string;
  readonly cadence: string;
  readonly users: number;
  readonly targets: number;
  readonly recallAt10: RecallEstimates;
  /** Bounded by `index.coverageBound` of the report: compare only under equal users and index. */
  readonly coverageP90At10: number;
  /** Nats; NaN where the data has no interests. */
  readonly interestEntropyAt50: number;
  readonly interestEntropyInterval: Estimate;
  readonly embeddingsComputed: number;
  readonly seconds: number;
  readonly hitRateAt10: number;
  readonly ndcgAt10: number;
  readonly meanReciprocalRank: number;
  readonly rankDistribution: RankDistribution;
  /** Share of targets missed at 10 only because tied pins count against them. */
  readonly decidedByTies: number;
}

/** `value` is the recall@10 of `to` less that of `from`, paired by user; `from` is the staler one. */
export interface CadenceDifference extends Estimate {
  readonly run: string;
  readonly from: string;
  readonly to: string;
  readonly on: ClaimKind;
}

/** The recall that `to` loses against `from`, relative to `from`: the drops of the paper's Table 2. */
export type RelativeLoss = CadenceDifference;

/** `value` is the relative loss of `run` less that of `against`: below 0 where `run` loses less. */
export interface LossDifference extends CadenceDifference {
  readonly against: string;
}

/** `value` is the recall@10 of `run` less that of `against` under one cadence, paired by user. */
export interface RunDifference extends Estimate {
  readonly run: string;
  readonly against: string;
  readonly cadence: string;
  readonly on: ClaimKind;
}

/** As RunDifference, `against` a baseline at the same cadence. */
export interface BaselineDifference extends RunDifference {
  readonly verdict: Verdict;
}

/** P90 coverage@10 of one cell less another's, over twenty fixed groups of users. */
export interface CoverageDifference extends Estimate {
  readonly run: string;
  readonly from: string;
  readonly to: string;
  readonly usersPerGroup: readonly [number, number];
}

export interface BaselineRow {
  readonly name: string;
  /** Absent where the user's state does not matter. */
  readonly cadence?: string;
  readonly recallAt10: RecallEstimates;
}

/** One embedding at t ranked on the distinct pins of the window, the protocol of Tables 1 and 3 to 6. */
export interface OncePinsRow {
  readonly run: string;
  readonly users: number;
  readonly targets: number;
  readonly recallAt10: RecallEstimates;
}

export interface Claim {
  /** Readable: "dense-1: daily < realtime". */
  readonly claim: string;
  readonly verdict: Verdict;
  /** Why it is undecided or not held; empty when held. */
  readonly why: string;
}

/** Whom and what all rows were measured on. */
export interface SimulationFrame {
  readonly dataset: string;
  readonly contentHash: string;
  readonly protocol: TargetProtocol;
  /** t. */
  readonly atMs: number;
  readonly windowDays: number;
  readonly users: number;
  readonly targets: number;
  readonly newTargets: number;
  readonly leftOut: { readonly withoutTarget: number; readonly withoutHistory: number };
  /** Share of targets whose pin has no features at t: misses. */
  readonly unknownTargets: number;
  readonly index: { readonly pins: number; readonly coverageBound: number };
  readonly seed: number;
  readonly draws: number;
  readonly device: DeviceFacts;
}

/** What `simulate --json` prints; the first three keys are fixed (issue §6). */
export interface SimulationReport {
  readonly rows: readonly SimulationRow[];
  readonly differences: readonly CadenceDifference[];
  readonly baselines: readonly BaselineRow[];
  readonly relativeLosses: readonly RelativeLoss[];
  readonly lossDifferences: readonly LossDifference[];
  readonly runDifferences: readonly RunDifference[];
  readonly baselineDifferences: readonly BaselineDifference[];
  readonly coverageDifferences: readonly CoverageDifference[];
  readonly oncePins: readonly OncePinsRow[];
  readonly claims: readonly Claim[];
  /** Plain sentences: which runs do not beat which baselines, and why claims are undecided. */
  readonly notes: readonly string[];
  readonly frame: SimulationFrame;
}
