import type { InForce } from '../../../inspect/in-force.js';
import { askedCadences, askedMoment, askedUser, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';
import { partOf, type SplitPart } from './users.js';

export interface MomentOfParams extends MomentPlace {
  /** As the replay takes them: `once,daily,realtime`. */
  readonly cadences: string;
}

export interface MomentAnswer {
  readonly atMs: number;
  /** t: when the run's training ended. */
  readonly trainedMs: number;
  /** The user's part of the run's split. */
  readonly part: SplitPart | null;
  /** First action after the moment. */
  readonly end: number;
  /** The newest action done by then; null before the first one. */
  readonly newest: { readonly action: number; readonly atMs: number; readonly pin: number } | null;
  /** [D]; zeros before the first action that the model reads. */
  readonly embedding: Float32Array;
  /** Actions that it reads, ascending. */
  readonly sequence: Int32Array;
  /** From the stalest to the freshest. */
  readonly inForce: readonly InForce[];
}

/** A user's embedding at a moment, and what each cadence has in force then. */
export const momentOf: ServingMethod<MomentOfParams, MomentAnswer> = async (
  state,
  params,
  signal,
) => {
  const asked = await askedUser(state, params);
  const cadences = askedCadences(params.cadences);
  const { end, embedding, sequence, inForce } = await askedMoment(
    asked,
    params.atMs,
    cadences,
    signal,
  );
  const { run, user, timeline } = asked;
  const action = end - 1;
  const newest =
    action < 0 ? null : { action, atMs: timeline.atMs[action]!, pin: timeline.pin[action]! };
  const { atMs: trainedMs, split } = run.model;
  const part = partOf(split, user);
  return { atMs: params.atMs, trainedMs, part, end, newest, embedding, sequence, inForce };
};
