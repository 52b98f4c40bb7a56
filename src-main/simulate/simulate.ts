import { badInput, throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { Rng } from '../base/rng.js';
import { deviceFacts } from '../compute/device-facts.js';
import type { Device } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { BOOTSTRAP_DRAWS } from '../evaluate/bootstrap.js';
import { coverageBound } from '../evaluate/coverage.js';
import type { RankOptions } from '../evaluate/ranks.js';
import { shareUnknown } from '../evaluate/recall.js';
import { type EvaluationTargets, evaluationTargets, WINDOW_MS } from '../evaluate/targets.js';
import { type BaselineOutcome, rankBaselines } from './baseline-ranks.js';
import { buildReport } from './build-report.js';
import { type Cadence, earliestMoment, fromStaleToFresh } from './cadence.js';
import { checkComparable } from './check-runs.js';
import { indexMembers } from './index-members.js';
import { measureOncePins } from './once-pins.js';
import { type OracleScorer, rankOracle } from './oracle-ranks.js';
import { planReplay } from './replay.js';
import { type RunOutcome, replayRun } from './replay-run.js';
import type { SimulationFrame, SimulationReport } from './report.js';
import type { SimulatedRun } from './simulated-run.js';

export interface SimulationRequest {
  readonly device: Device;
  readonly dataset: Dataset;
  /** At least one; all of the same t, data set and split. */
  readonly runs: readonly SimulatedRun[];
  readonly cadences: readonly Cadence[];
  /** Ascending users that may be evaluated: the validation or the test users of the split. */
  readonly users: Int32Array;
  /** N random pins as the index; all known ones when absent. */
  readonly indexPins?: number | undefined;
  /** The truth of a synthetic world. */
  readonly oracle?: OracleScorer | undefined;
  readonly windowMs?: number | undefined;
  readonly ranking?: Omit<RankOptions, 'signal'> | undefined;
  readonly seed: number;
  readonly draws?: number | undefined;
}

export interface Simulation {
  readonly report: SimulationReport;
  readonly targets: EvaluationTargets;
  readonly outcomes: readonly RunOutcome[];
  readonly baselines: readonly BaselineOutcome[];
}

/**
 * Replays what each run would have retrieved under each cadence over the 14 days after t, on one fixed
 * set of users and targets, next to baselines (spec §6; paper 4.1, Table 2). Every distinct sequence is
 * embedded once per run. BAD_INPUT when nobody can be evaluated, CONFLICT when runs cannot be compared.
 */
export async function simulateRuns(
  request: SimulationRequest,
  context: JobContext,
): Promise<Simulation> {
  const { device, dataset, runs } = request;
  const first = checkComparable(dataset, runs);
  const { timelines } = dataset;
  const cadences = fromStaleToFresh(request.cadences);
  const isUsable = (action: number): boolean => runs.every(run => run.isUsable(action));
  const members = indexMembers(runs, request.indexPins, request.seed);
  const targetOptions = {
    atMs: first.atMs,
    windowMs: request.windowMs ?? WINDOW_MS,
    users: request.users,
    knownPins: members.known,
    earliestMs: earliestMoment(cadences, first.atMs),
    sequenceLength: Math.max(...runs.map(run => run.sequenceLength)),
    isUsable,
    newOnly: request.ranking?.newOnly,
  };
  const targets = evaluationTargets(timelines, { ...targetOptions, protocol: 'actions' });
  refuseWithoutUsers(targets, request.users.length);
  const ranking = { ...request.ranking };
  const plan = planReplay(timelines, targets, cadences, action =>
    runs.some(run => run.isUsable(action)),
  );
  const input = {
    device,
    plan,
    targets,
    members: members.pins,
    listTarget: listTargets(targets, request.seed),
    ranking,
  };
  const outcomes: RunOutcome[] = [];
  for (const run of runs) outcomes.push(await replayRun(run, input, context));
  throwIfCancelled(context.signal);
  context.onProgress?.({ stage: 'ranking baselines', done: 0, unit: 'baselines' });
  const baselines = await rankBaselines(
    {
      device,
      timelines,
      plan,
      targets,
      members: members.pins,
      isTrainingUser: first.isTrainingUser,
      pinFeatures: { values: first.pinFeatures, known: members.known },
      ranking,
    },
    context,
  );
  const { oracle } = request;
  if (oracle)
    for (const cadence of cadences)
      baselines.push({
        name: 'oracle',
        cadence: cadence.name,
        ranks: rankOracle(oracle, cadence, targets, members.pins, ranking, context),
      });
  const oncePins = await measureOncePins(
    outcomes,
    plan,
    evaluationTargets(timelines, { ...targetOptions, users: targets.users, protocol: 'pins' }),
    request,
    context,
  );
  context.onProgress?.({ stage: 'drawing intervals', done: 0, unit: 'draws' });
  const report = buildReport({
    targets,
    outcomes,
    baselines,
    interests: dataset.pins,
    oncePins,
    frame: frameOf(request, targets, members.pins.length),
  });
  return { report, targets, outcomes, baselines };
}

function refuseWithoutUsers(targets: EvaluationTargets, asked: number): void {
  if (targets.users.length > 0) return;
  const { withoutTarget, withoutHistory } = targets.leftOut;
  throw badInput(
    `none of ${asked} users can be evaluated: ${withoutTarget} have no positive engagement in the window after ${new Date(targets.atMs).toISOString()}, ${withoutHistory} no action before it.`,
    { where: 'simulate', remedy: 'Train with an earlier `at` or evaluate the other `users`.' },
  );
}

/** One target per user, drawn by seed and user alone: all compared lists are of the same moment. */
function listTargets(targets: EvaluationTargets, seed: number): Int32Array {
  return Int32Array.from(targets.users, (user, position) => {
    const begin = targets.offsets[position]!;
    return begin + Rng.derive(seed, 'list', user).int(targets.offsets[position + 1]! - begin);
  });
}

function frameOf(
  { device, dataset, seed, draws }: SimulationRequest,
  targets: EvaluationTargets,
  indexPins: number,
): SimulationFrame {
  const users = targets.users.length;
  return {
    dataset: dataset.name,
    contentHash: dataset.contentHash,
    protocol: targets.protocol,
    atMs: targets.atMs,
    windowDays: targets.windowMs / 86_400_000,
    users,
    targets: targets.pin.length,
    newTargets: targets.repeat.reduce((sum, repeat) => sum + 1 - repeat, 0),
    leftOut: targets.leftOut,
    unknownTargets: shareUnknown(targets),
    index: { pins: indexPins, coverageBound: coverageBound(10, users, indexPins) },
    seed,
    draws: draws ?? BOOTSTRAP_DRAWS,
    device: deviceFacts(device),
  };
}
