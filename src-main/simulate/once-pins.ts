import type { JobContext } from '../base/progress.js';
import { Rng } from '../base/rng.js';
import { Intervals } from '../evaluate/intervals.js';
import { type RankOptions, rankByEmbeddings, type ServedTargets } from '../evaluate/ranks.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { askRecall, recallCell } from './recall-cells.js';
import { type ReplayPlan, rowsOf } from './replay.js';
import type { RunOutcome } from './replay-run.js';
import type { OncePinsRow } from './report.js';

interface OncePinsOptions {
  readonly seed: number;
  readonly draws?: number | undefined;
  readonly ranking?: Omit<RankOptions, 'signal'> | undefined;
}

/**
 * Each run's embeddings at t ranked on the distinct pins of the window, as in the paper's Table 1. The
 * embeddings are those that the plan's `once` already needed; `targets` holds users of the plan only.
 */
export async function measureOncePins(
  outcomes: readonly RunOutcome[],
  plan: ReplayPlan,
  targets: EvaluationTargets,
  { seed, draws, ranking }: OncePinsOptions,
  { signal }: JobContext,
): Promise<OncePinsRow[]> {
  const intervals = new Intervals();
  const { states } = plan.once;
  const served = servedByUser(plan, targets);
  const asked: (() => OncePinsRow)[] = [];
  for (const { run, index, embeddings } of outcomes) {
    const queries = rowsOf(embeddings, states, run.width);
    const options = { ...ranking, signal };
    const ranks = await rankByEmbeddings(index, queries, served, targets, options);
    const recallAt10 = askRecall(intervals, recallCell(intervals, targets, ranks));
    asked.push(() => ({
      run: run.run,
      users: targets.users.length,
      targets: targets.pin.length,
      recallAt10: recallAt10(),
    }));
  }
  intervals.draw(Rng.derive(seed, 'bootstrap'), draws);
  return asked.map(read => read());
}

function servedByUser({ users, once }: ReplayPlan, targets: EvaluationTargets): ServedTargets {
  const positionOf = new Map<number, number>();
  targets.users.forEach((user, position) => {
    positionOf.set(user, position);
  });
  const queryOfTarget = new Int32Array(targets.pin.length);
  const userOfQuery = once.states.map((state, query) => {
    const position = positionOf.get(users[state]!);
    if (position === undefined) return 0; // serves no target
    queryOfTarget.fill(query, targets.offsets[position]!, targets.offsets[position + 1]!);
    return position;
  });
  return { queries: once.states.length, queryOfTarget, userOfQuery };
}
