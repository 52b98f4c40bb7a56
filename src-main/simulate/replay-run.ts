import { throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import type { Device } from '../compute/program.js';
import type { RankOptions } from '../evaluate/ranks.js';
import { rankByEmbeddings, type TargetRanks } from '../evaluate/ranks.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { createExactIndex, type ExactIndex } from '../retrieve/exact.js';
import type { TopPins } from '../retrieve/pin-index.js';
import type { Cadence } from './cadence.js';
import { type Replay, type ReplayPlan, rowsOf } from './replay.js';
import type { SimulatedRun } from './simulated-run.js';

/** Results retrieved for each user: enough for entropy@50 and coverage@10. */
export const LIST_PINS = 50;
/** Sequences embedded between two reports of progress. */
const CHUNK = 4096;

/** What one cadence of one run did. */
export interface CadenceOutcome {
  readonly cadence: Cadence;
  readonly ranks: TargetRanks;
  /** One list of LIST_PINS per user, under the state that serves the user's `listTarget`. */
  readonly lists: TopPins;
  /** Distinct sequences that this cadence needs. */
  readonly embeddingsComputed: number;
  /** Embedding (this cadence's share of the states, at their mean cost) and ranking. */
  readonly seconds: number;
}

export interface RunOutcome {
  readonly run: SimulatedRun;
  readonly index: ExactIndex;
  /** [states of the plan, D]. */
  readonly embeddings: Float32Array;
  readonly cadences: readonly CadenceOutcome[];
}

export interface ReplayInput {
  readonly device: Device;
  readonly plan: ReplayPlan;
  readonly targets: EvaluationTargets;
  /** Ascending pins of the index. */
  readonly members: Int32Array;
  /** For each user the target whose serving state is asked for a list, the same for all compared. */
  readonly listTarget: Int32Array;
  readonly ranking: RankOptions;
}

/** Embeds every distinct sequence once, then ranks all targets and retrieves lists per cadence. */
export async function replayRun(
  run: SimulatedRun,
  input: ReplayInput,
  context: JobContext,
): Promise<RunOutcome> {
  const startedAt = performance.now();
  const embeddings = await embedStates(run, input.plan, context);
  const millisecondsPerState =
    (performance.now() - startedAt) / Math.max(1, input.plan.ends.length);
  const pins = run.pinEmbeddings.length / run.width;
  const index = createExactIndex(input.device, run.pinEmbeddings, pins, run.width, {
    members: input.members,
  });
  const cadences: CadenceOutcome[] = [];
  for (const replay of input.plan.replays) {
    context.onProgress?.({
      stage: `ranking ${run.run} ${replay.cadence.name}`,
      done: cadences.length,
      total: input.plan.replays.length,
      unit: 'cadences',
    });
    const rankedAt = performance.now();
    const outcome = await rankCadence(index, embeddings, replay, input, run.width, context);
    const milliseconds = performance.now() - rankedAt + millisecondsPerState * replay.states.length;
    cadences.push({ ...outcome, seconds: milliseconds / 1000 });
  }
  return { run, index, embeddings, cadences };
}

async function embedStates(
  run: SimulatedRun,
  plan: ReplayPlan,
  { signal, onProgress }: JobContext,
): Promise<Float32Array> {
  const total = plan.ends.length;
  const embeddings = new Float32Array(total * run.width);
  for (let first = 0; first < total; first += CHUNK) {
    throwIfCancelled(signal);
    const last = Math.min(total, first + CHUNK);
    const part = await run.encode(plan.users.slice(first, last), plan.ends.slice(first, last));
    embeddings.set(part, first * run.width);
    onProgress?.({ stage: `embedding ${run.run}`, done: last, total, unit: 'sequences' });
  }
  return embeddings;
}

async function rankCadence(
  index: ExactIndex,
  embeddings: Float32Array,
  { cadence, states, served }: Replay,
  { targets, listTarget, ranking }: ReplayInput,
  width: number,
  { signal }: JobContext,
): Promise<Omit<CadenceOutcome, 'seconds'>> {
  const queries = rowsOf(embeddings, states, width);
  const ranks = await rankByEmbeddings(index, queries, served, targets, { ...ranking, signal });
  const listed = listTarget.map(target => served.queryOfTarget[target]!);
  const lists = await index.topK(rowsOf(queries, listed, width), LIST_PINS, { signal });
  return { cadence, ranks, lists, embeddingsComputed: states.length };
}
