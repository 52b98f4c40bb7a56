import { badInput } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { Rng } from '../base/rng.js';
import type { Dataset } from '../data/columns.js';
import { pinFeaturesFor } from '../data/pin-features.js';
import { proposedSplitMs } from '../data/split.js';
import { Intervals } from '../evaluate/intervals.js';
import { evaluationTargets } from '../evaluate/targets.js';
import { knownMembers } from '../evaluate/validation.js';
import { type Cadence, earliestMoment, fromStaleToFresh } from './cadence.js';
import { type OracleScorer, rankOracle } from './oracle-ranks.js';
import { askRecall, recallCell } from './recall-cells.js';
import type { RecallEstimates } from './report.js';

/** M of the sequences that decide what counts as a repeat: the paper's. */
const SEQUENCE_LENGTH = 256;

export interface OracleRecall {
  readonly atMs: number;
  readonly users: number;
  readonly targets: number;
  readonly indexPins: number;
  /** From the stalest cadence to the freshest. */
  readonly rows: readonly { readonly cadence: string; readonly recallAt10: RecallEstimates }[];
}

export interface OracleRecallOptions {
  readonly cadences: readonly Cadence[];
  /** t; the proposed split of the data set when absent. */
  readonly atMs?: number | undefined;
  /** At most so many users, drawn by the seed. */
  readonly users: number;
  readonly seed: number;
}

/**
 * The ceiling that a synthetic world sets: recall@10 on actions of one who knows each user's state at
 * the cut-off of each cadence, over all pins met by t. BAD_INPUT when nobody can be evaluated.
 */
export function oracleRecall(
  dataset: Dataset,
  oracle: OracleScorer,
  options: OracleRecallOptions,
  context: JobContext = {},
): OracleRecall {
  const { timelines } = dataset;
  const atMs = options.atMs ?? proposedSplitMs(dataset);
  const cadences = fromStaleToFresh(options.cadences);
  const { known } = pinFeaturesFor(dataset, {
    source: 'given',
    users: new Uint8Array(timelines.userCount),
    untilMs: atMs,
    seed: options.seed,
  });
  const targets = evaluationTargets(timelines, {
    protocol: 'actions',
    atMs,
    users: drawnUsers(timelines.userCount, options),
    knownPins: known,
    earliestMs: earliestMoment(cadences, atMs),
    sequenceLength: SEQUENCE_LENGTH,
  });
  if (targets.users.length === 0)
    throw badInput(
      `no user has a positive engagement in the 14 days after ${new Date(atMs).toISOString()} and an action before it.`,
      { where: `data set ${dataset.name}`, remedy: 'Make a world of more users or more days.' },
    );
  const members = knownMembers(known);
  const intervals = new Intervals();
  const rows = cadences.map((cadence, done) => {
    context.onProgress?.({
      stage: 'asking the oracle',
      done,
      total: cadences.length,
      unit: 'cadences',
    });
    const ranks = rankOracle(oracle, cadence, targets, members, {}, context);
    const recallAt10 = askRecall(intervals, recallCell(intervals, targets, ranks));
    return () => ({ cadence: cadence.name, recallAt10: recallAt10() });
  });
  intervals.draw(Rng.derive(options.seed, 'bootstrap'));
  return {
    atMs,
    users: targets.users.length,
    targets: targets.pin.length,
    indexPins: members.length,
    rows: rows.map(read => read()),
  };
}

function drawnUsers(userCount: number, { users, seed }: OracleRecallOptions): Int32Array {
  const all = Int32Array.from({ length: userCount }, (_, user) => user);
  if (users >= userCount) return all;
  return Rng.derive(seed, 'oracleUsers').shuffle(all).slice(0, users).sort();
}
