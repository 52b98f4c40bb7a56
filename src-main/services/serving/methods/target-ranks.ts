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

export interface TargetRanksAnswer extends TargetRanksAtAction {
  /** Pins that it was ranked among, before the user's other targets are taken out. */
  readonly indexPins: number;
}

/** Where an engaged pin stood under each cadence when it was engaged with. */
export const targetRanks: ServingMethod<TargetRanksParams, TargetRanksAnswer> = async (
  state,
  params,
  signal,
) => {
  const { run, timeline } = await askedUser(state, params);
  const ranked = await rankTarget(run.encoder, run.index, {
    timeline,
    trainedMs: run.model.atMs,
    action: params.action,
    cadences: askedCadences(params.cadences),
    signal,
  });
  return { ...ranked, indexPins: run.index.count };
};
