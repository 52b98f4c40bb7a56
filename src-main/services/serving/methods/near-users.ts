import { distanceOf } from '../../../inspect/closeness.js';
import { nearestUsers } from '../../../inspect/neighbours.js';
import { comparedAtMs, comparedUsers } from '../compared-users.js';
import { askedMoment, askedUser, checkK, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';
import { partOf, type SplitPart } from './users.js';

export interface NearUsersParams extends MomentPlace {
  readonly k: number;
}

export interface NearUser {
  readonly id: string;
  readonly part: SplitPart | null;
  /** In all of the data. */
  readonly actions: number;
  /** From 1. */
  readonly rank: number;
  readonly score: number;
  /** Euclidean distance of the embeddings, 0 to 2; null where similarity is a bare dot product. */
  readonly distance: number | null;
}

export interface NearUsersAnswer {
  /** Closest first, the user left out; empty before the first action that the model reads. */
  readonly users: readonly NearUser[];
  /** The others' embeddings have read their actions up to this time. */
  readonly othersAtMs: number;
  /** Users that were compared: those of a sample, or of all, that had an action by then. */
  readonly compared: number;
  readonly allUsers: number;
}

/** The users nearest to a user's realtime embedding at a moment, exactly. */
export const nearUsers: ServingMethod<NearUsersParams, NearUsersAnswer> = async (
  state,
  params,
  signal,
) => {
  const k = checkK(params.k);
  const asked = await askedUser(state, params);
  const { dataset, device, model } = asked.run;
  const { embedding, sequence } = await askedMoment(asked, params.atMs, [], signal);
  const othersAtMs = comparedAtMs(model.atMs, params.atMs);
  const others = await comparedUsers(asked.run, othersAtMs, signal);
  const request = { ...others, user: asked.user, embedding, signal };
  const { ids, scores } = await nearestUsers(device, {
    ...request,
    k: sequence.length > 0 ? k : 0,
  });
  const { offsets } = dataset.timelines;
  const { similarity } = model.config.model;
  const users = Array.from(ids, (user, slot) => ({
    id: dataset.userIds.at(user),
    part: partOf(model.split, user),
    actions: offsets[user + 1]! - offsets[user]!,
    rank: slot + 1,
    score: scores[slot]!,
    distance: distanceOf(scores[slot]!, similarity),
  }));
  const compared = others.users.filter(user => user !== asked.user).length;
  return { users, othersAtMs, compared, allUsers: dataset.timelines.userCount };
};
