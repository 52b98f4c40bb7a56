import type { Device } from '../compute/program.js';
import { createExactIndex } from '../retrieve/exact.js';
import { rankByEmbeddings, servedOnce } from './ranks.js';
import { recallByUser } from './recall.js';
import type { EvaluationTargets } from './targets.js';
import { type ByTargetKind, meanOfUsers } from './user-means.js';

export interface ValidationInput {
  /** [targets.users.length, D]: the embedding of each evaluated user at t, L2-normalised. */
  readonly userEmbeddings: Float32Array;
  /** [pins, D], the whole pin table; rows of pins without features are never read. */
  readonly pinEmbeddings: Float32Array;
  readonly width: number;
  readonly targets: EvaluationTargets;
  /** Ascending pins of the index: those whose features are known at t. */
  readonly members: Int32Array;
  readonly signal?: AbortSignal | undefined;
}

/** Recall@10 of a validation, by kind of target; NaN where no user has such a target. */
export interface ValidationRecall {
  readonly users: number;
  readonly targets: number;
  readonly recallAt10: ByTargetKind<number>;
}

/**
 * Recall@10 of one embedding per user at t: what the trainer measures at intervals on its validation
 * users (spec §1, §6). Same ranking code as the tables of `simulate`, without intervals.
 */
export async function validationRecall(
  device: Device,
  input: ValidationInput,
): Promise<ValidationRecall> {
  const { targets, width } = input;
  const pins = input.pinEmbeddings.length / width;
  const index = createExactIndex(device, input.pinEmbeddings, pins, width, {
    members: input.members,
  });
  const ranks = await rankByEmbeddings(index, input.userEmbeddings, servedOnce(targets), targets, {
    signal: input.signal,
  });
  const recall = (kind: 'all' | 'new' | 'repeat') =>
    meanOfUsers(recallByUser(targets, ranks, 10, kind));
  return {
    users: targets.users.length,
    targets: targets.pin.length,
    recallAt10: { all: recall('all'), new: recall('new'), repeat: recall('repeat') },
  };
}

/** Ascending rows of `known` that are 1: the pins of an index. */
export function knownMembers(known: Uint8Array): Int32Array {
  const members = new Int32Array(known.reduce((sum, flag) => sum + flag, 0));
  let next = 0;
  for (let pin = 0; pin < known.length; pin++) if (known[pin] === 1) members[next++] = pin;
  return members;
}
