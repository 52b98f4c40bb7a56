import {
  targetRanks as rankTarget,
  type TargetRanksAtAction,
} from '../../../inspect/target-ranks.js';
import type { RunPlace } from '../serving-state.js';
import { askedCadences, askedUser } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface TargetRanksParams extends RunPlace {
  /** The user's id in the data. */
  readonly user: string;
  /** The engagement: an action of the user's timeline, after t. */
  readonly action: number;
  readonly cadences: string;
}

/** Where an engaged pin stood under each cadence when it was engaged with. */
export const targetRanks: ServingMethod<TargetRanksParams, TargetRanksAtAction> = async (
  state,
  params,
  signal,
) => {
  const { run, timeline } = await askedUser(state, params);
  return rankTarget(run.encoder, run.index, {
    timeline,
    trainedMs: run.model.atMs,
    action: params.action,
    cadences: askedCadences(params.cadences),
    signal,
  });
};
