import { Rng } from '../base/rng.js';
import { type Estimate, mean } from '../evaluate/bootstrap.js';
import { p90Coverage } from '../evaluate/coverage.js';
import { hitRateByUser } from '../evaluate/hit-rate.js';
import { interestEntropyByUser, type PinInterests } from '../evaluate/interest-entropy.js';
import { Intervals } from '../evaluate/intervals.js';
import { reciprocalRankByUser } from '../evaluate/mean-reciprocal-rank.js';
import { ndcgByUser } from '../evaluate/ndcg.js';
import { verdict } from '../evaluate/paired-difference.js';
import { rankDistribution } from '../evaluate/rank-distribution.js';
import { shareDecidedByTies } from '../evaluate/recall.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { meanOfUsers } from '../evaluate/user-means.js';
import type { BaselineOutcome } from './baseline-ranks.js';
import { baselineSentences, meaningSentences } from './baseline-sentences.js';
import { type Evidence, judge } from './claims.js';
import { coverageDifferences, topTen } from './coverage-differences.js';
import {
  askDifference,
  askLossDifference,
  askRecall,
  askRelativeLoss,
  type RecallCell,
  recallCell,
} from './recall-cells.js';
import { type CadenceOutcome, LIST_PINS, type RunOutcome } from './replay-run.js';
import {
  type BaselineDifference,
  type BaselineRow,
  type CadenceDifference,
  CLAIM_KINDS,
  type Claim,
  type ClaimKind,
  type LossDifference,
  type OncePinsRow,
  type RelativeLoss,
  type RunDifference,
  type SimulationFrame,
  type SimulationReport,
  type SimulationRow,
} from './report.js';

export interface ReportInput {
  readonly targets: EvaluationTargets;
  /** Cadences of every run from stale to fresh. */
  readonly outcomes: readonly RunOutcome[];
  readonly baselines: readonly BaselineOutcome[];
  readonly interests: PinInterests;
  readonly oncePins: readonly OncePinsRow[];
  readonly frame: SimulationFrame;
}

interface Cell {
  readonly run: string;
  readonly outcome: CadenceOutcome;
  readonly recall: RecallCell;
}

type Deferred<T> = () => T;

/** Turns ranks into the report: all intervals come from one set of draws over the same users. */
export function buildReport(input: ReportInput): SimulationReport {
  const intervals = new Intervals();
  const { targets, frame } = input;
  const cells: Cell[][] = input.outcomes.map(({ run, cadences }) =>
    cadences.map(outcome => ({
      run: run.run,
      outcome,
      recall: recallCell(intervals, targets, outcome.ranks),
    })),
  );
  const baselines = input.baselines.map(outcome => ({
    outcome,
    recall: recallCell(intervals, targets, outcome.ranks),
  }));
  const rows = cells.flat().map(cell => askRow(intervals, cell, input));
  const baselineRows = baselines.map(({ outcome, recall }): Deferred<BaselineRow> => {
    const recallAt10 = askRecall(intervals, recall);
    const { name, cadence } = outcome;
    return () => ({ name, ...(cadence ? { cadence } : {}), recallAt10: recallAt10() });
  });
  const cadencePairs = cells.flatMap(ofRun =>
    pairs(ofRun).map(([from, to]) => askCadencePair(intervals, from, to)),
  );
  const runPairs = pairs(cells).flatMap(([a, b]) =>
    b.flatMap((cell, c) => (a[c] ? [askRunPair(intervals, cell, a[c])] : [])),
  );
  const lossPairs = pairs(cells).flatMap(([a, b]) => askLossPairs(intervals, b, a));
  const against = cells.flat().flatMap(cell =>
    baselines
      .filter(b => b.outcome.name !== 'oracle')
      .filter(b => (b.outcome.cadence ?? cell.outcome.cadence.name) === cell.outcome.cadence.name)
      .flatMap(b => CLAIM_KINDS.map(on => askBaseline(intervals, cell, b, on))),
  );
  intervals.draw(Rng.derive(frame.seed, 'bootstrap'), frame.draws);

  const baselineDifferences = against.map(read => read());
  return {
    rows: rows.map(read => read()),
    differences: cadencePairs.flatMap(pair => pair.differences()),
    baselines: baselineRows.map(read => read()),
    relativeLosses: cadencePairs.flatMap(pair => pair.losses()),
    lossDifferences: lossPairs.map(read => read()),
    runDifferences: runPairs.flatMap(pair => pair.differences()),
    baselineDifferences,
    coverageDifferences: coverageDifferences(input.outcomes, targets.users, frame.index.pins),
    oncePins: input.oncePins,
    claims: [...cadencePairs, ...runPairs].map(pair => pair.claim()),
    notes: [
      ...baselineSentences({ baselineDifferences, frame }),
      ...meaningSentences({ baselineDifferences, frame }),
    ],
    frame,
  };
}

function askRow(
  intervals: Intervals,
  { run, outcome, recall }: Cell,
  { targets, interests, frame }: ReportInput,
): Deferred<SimulationRow> {
  const recallAt10 = askRecall(intervals, recall);
  const entropyValues = interestEntropyByUser(outcome.lists.pins, LIST_PINS, interests);
  const entropy = intervals.ask(mean(intervals.column(entropyValues)));
  return () => ({
    run,
    cadence: outcome.cadence.name,
    users: targets.users.length,
    targets: targets.pin.length,
    recallAt10: recallAt10(),
    coverageP90At10: p90Coverage(topTen(outcome.lists), 10, frame.index.pins).value,
    interestEntropyAt50: entropy().value,
    interestEntropyInterval: entropy(),
    embeddingsComputed: outcome.embeddingsComputed,
    seconds: outcome.seconds,
    hitRateAt10: meanOfUsers(hitRateByUser(targets, outcome.ranks, 10)),
    ndcgAt10: meanOfUsers(ndcgByUser(targets, outcome.ranks, 10)),
    meanReciprocalRank: meanOfUsers(reciprocalRankByUser(targets, outcome.ranks)),
    rankDistribution: rankDistribution(outcome.ranks, frame.index.pins),
    decidedByTies: shareDecidedByTies(outcome.ranks, 10),
  });
}

/** Every two entries, the earlier one first. */
function pairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((b, j) => list.slice(0, j).map((a): [T, T] => [a, b]));
}

interface AskedPair<D> {
  readonly differences: Deferred<D[]>;
  readonly claim: Deferred<Claim>;
}

function askBoth(
  intervals: Intervals,
  a: RecallCell,
  b: RecallCell,
): { on: ClaimKind; estimate: Deferred<Estimate>; users: number }[] {
  return CLAIM_KINDS.map(on => ({ on, ...askDifference(intervals, a, b, on) }));
}

function askCadencePair(
  intervals: Intervals,
  from: Cell,
  to: Cell,
): AskedPair<CadenceDifference> & { readonly losses: Deferred<RelativeLoss[]> } {
  const asked = askBoth(intervals, to.recall, from.recall);
  const losses = CLAIM_KINDS.map(on => ({
    on,
    estimate: askRelativeLoss(intervals, to.recall, from.recall, on),
  }));
  const stale = from.outcome.cadence.name;
  const fresh = to.outcome.cadence.name;
  return {
    differences: () =>
      asked.map(({ on, estimate }) => ({
        run: to.run,
        from: stale,
        to: fresh,
        on,
        ...estimate(),
      })),
    losses: () =>
      losses.map(({ on, estimate }) => ({
        run: to.run,
        from: fresh,
        to: stale,
        on,
        ...estimate(),
      })),
    claim: () => judge(`${to.run}: ${stale} < ${fresh}`, asked.map(readEvidence)),
  };
}

function askRunPair(intervals: Intervals, cell: Cell, against: Cell): AskedPair<RunDifference> {
  const asked = askBoth(intervals, cell.recall, against.recall);
  const cadence = cell.outcome.cadence.name;
  return {
    differences: () =>
      asked.map(({ on, estimate }) => ({
        run: cell.run,
        against: against.run,
        cadence,
        on,
        ...estimate(),
      })),
    claim: () => judge(`${cadence}: ${against.run} < ${cell.run}`, asked.map(readEvidence)),
  };
}

/** For every two cadences, what one run loses from the fresher to the staler against another run. */
function askLossPairs(
  intervals: Intervals,
  run: readonly Cell[],
  against: readonly Cell[],
): Deferred<LossDifference>[] {
  return pairs(run.map((cell, c) => ({ cell, other: against[c] }))).flatMap(([stale, fresh]) =>
    CLAIM_KINDS.flatMap(on => {
      if (!stale.other || !fresh.other) return [];
      const estimate = askLossDifference(
        intervals,
        { from: fresh.cell.recall, to: stale.cell.recall },
        { from: fresh.other.recall, to: stale.other.recall },
        on,
      );
      const names = {
        run: fresh.cell.run,
        against: fresh.other.run,
        from: fresh.cell.outcome.cadence.name,
        to: stale.cell.outcome.cadence.name,
        on,
      };
      return [() => ({ ...names, ...estimate() })];
    }),
  );
}

function askBaseline(
  intervals: Intervals,
  cell: Cell,
  baseline: { readonly outcome: BaselineOutcome; readonly recall: RecallCell },
  on: ClaimKind,
): Deferred<BaselineDifference> {
  const { estimate, users } = askDifference(intervals, cell.recall, baseline.recall, on);
  return () => ({
    run: cell.run,
    against: baseline.outcome.name,
    cadence: cell.outcome.cadence.name,
    on,
    ...estimate(),
    verdict: verdict(estimate(), users),
  });
}

function readEvidence(asked: {
  on: ClaimKind;
  estimate: Deferred<Estimate>;
  users: number;
}): Evidence {
  return { on: asked.on, estimate: asked.estimate(), users: asked.users };
}
