import { Rng } from '../base/rng.js';
import type { BatchDraft, BatchDrafter } from './batch-draft.js';
import type { NegativePool, NegativeSampler } from './negatives.js';
import type { RowWeighting } from './objectives/objective.js';
import type { TrainingTimelines } from './training-timelines.js';
import { rowWeights } from './user-weights.js';

/** One batch, drawn with its negative pool, still without the shapes of a plan. */
export interface SampledBatch {
  readonly step: number;
  readonly draft: BatchDraft;
  readonly pool: NegativePool;
  /** The batch's user behind each sequence, 0 … users − 1; two sequences may share one. */
  readonly userOfSequence: Int32Array;
  readonly users: number;
  readonly rowWeight: Float32Array;
  /** Distinct query positions of each sequence. */
  readonly queries: Int32Array;
}

/** Draws whole batches. Batch `step` depends on the seed and the step alone. Serves one thread. */
export class BatchSampler {
  readonly #timelines: TrainingTimelines;
  readonly #drafter: BatchDrafter;
  readonly #negatives: NegativeSampler;
  readonly #weighting: RowWeighting;

  constructor(
    timelines: TrainingTimelines,
    drafter: BatchDrafter,
    negatives: NegativeSampler,
    weighting: RowWeighting,
  ) {
    this.#timelines = timelines;
    this.#drafter = drafter;
    this.#negatives = negatives;
    this.#weighting = weighting;
  }

  sample(step: number): SampledBatch {
    const draft = this.#drafter.draw(step);
    const indexOfUser = new Map<number, number>();
    const userOfSequence = Int32Array.from(draft.user, user => {
      const known = indexOfUser.get(user) ?? indexOfUser.size;
      indexOfUser.set(user, known);
      return known;
    });
    const trainingUsers = [...indexOfUser.keys()];
    const rowUser = Int32Array.from(draft.rowSequence, sequence => userOfSequence[sequence]!);
    const rng = Rng.derive(this.#drafter.seed, this.#drafter.label, 'negatives', step);
    const pool = this.#negatives.draw(
      {
        users: trainingUsers.length,
        user: rowUser,
        pin: draft.rowPin,
        positivesOf: user => this.#positivesOf(trainingUsers[user]!),
      },
      rng,
    );
    const isNewest = Uint8Array.from(draft.rowAction, (action, row) =>
      action === draft.end[draft.rowSequence[row]!]! - 1 ? 1 : 0,
    );
    return {
      step,
      draft,
      pool,
      userOfSequence,
      users: trainingUsers.length,
      rowWeight: rowWeights(rowUser, isNewest, trainingUsers.length, this.#weighting),
      queries: queriesOf(draft),
    };
  }

  #positivesOf(user: number): Int32Array {
    const { positivePin, positiveOffsets } = this.#timelines;
    return positivePin.subarray(positiveOffsets[user]!, positiveOffsets[user + 1]!);
  }
}

function queriesOf(draft: BatchDraft): Int32Array {
  const queries = new Int32Array(draft.user.length);
  for (let row = 0; row < draft.rowSequence.length; row++)
    if (isNewPosition(draft, row)) queries[draft.rowSequence[row]!]! += 1;
  return queries;
}

/** False when a row reads the same position as the row before it. */
export function isNewPosition(draft: BatchDraft, row: number): boolean {
  return (
    row === 0 ||
    draft.rowSequence[row] !== draft.rowSequence[row - 1] ||
    draft.rowAction[row] !== draft.rowAction[row - 1]
  );
}
