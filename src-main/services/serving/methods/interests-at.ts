import { interestEntropyByUser } from '../../../evaluate/interest-entropy.js';
import { endAt } from '../../../inspect/user-timeline.js';
import { interestShares, joinShares } from '../../measures/interest-shares.js';
import { askedUser, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';
import { retrieveAt } from './retrieve-at.js';

export interface InterestsAtParams extends MomentPlace {
  readonly cadence: string;
  readonly k: number;
}

export interface InterestsAt {
  /** Shares among the k retrieved pins and among those acted on before; by falling share in either. */
  readonly interests: ReturnType<typeof joinShares>;
  /** Interest Entropy@k of the retrieved pins, nats; NaN where none has an interest. */
  readonly entropy: number;
  readonly retrieved: number;
  /** Before the moment. */
  readonly actions: number;
}

/** Interests of what one cadence retrieves for a user beside those of the user's past. */
export const interestsAt: ServingMethod<InterestsAtParams, InterestsAt> = async (
  state,
  { cadence, k, ...place },
  signal,
) => {
  const { columns } = await retrieveAt(state, { ...place, cadences: cadence, k }, signal);
  const { run, timeline } = await askedUser(state, place);
  const { pins: of } = run.dataset;
  const retrieved = Int32Array.from(columns[0]?.pins ?? [], ({ pin }) => pin);
  const past = timeline.pin.subarray(0, endAt(timeline, place.atMs));
  const [entropy = Number.NaN] = interestEntropyByUser(retrieved, retrieved.length, of);
  return {
    interests: joinShares(interestShares(retrieved, of), interestShares(past, of)),
    entropy,
    retrieved: retrieved.length,
    actions: past.length,
  };
};
