import { breathe } from '../../../base/breathe.js';
import { Rng } from '../../../base/rng.js';
import { distanceOf } from '../../../inspect/closeness.js';
import { type EmbeddedUsers, nearestPins, nearestUsers } from '../../../inspect/neighbours.js';
import { sampleRows } from '../../../inspect/principal-axes.js';
import { endAt, joinTimelines, sequenceOf, userTimeline } from '../../../inspect/user-timeline.js';
import { checkPin, describePin, type PinFacts } from '../describe-pin.js';
import type { RunPlace } from '../serving-state.js';
import type { WarmRun } from '../warm-run.js';
import { askedUser, checkK } from './asked-moment.js';
import type { ServingMethod } from './method.js';

/** Of a pin by its row of the pin table, or of a user by id. */
export type NeighboursParams = RunPlace & { readonly k: number } & (
    | { readonly pin: number }
    | { readonly user: string }
  );

export interface NearPin extends PinFacts {
  readonly score: number;
  readonly distance: number | null;
}

export interface NearUser {
  readonly id: string;
  readonly actions: number;
  readonly score: number;
  readonly distance: number | null;
}

export type NeighboursAnswer =
  | { readonly of: 'pin'; readonly pins: readonly NearPin[] }
  | {
      readonly of: 'user';
      readonly users: readonly NearUser[];
      /** Users that were compared: all, or a sample of them. */
      readonly compared: number;
      readonly allUsers: number;
    };

/** Users whose embeddings are compared, at most: they are embedded when first asked for. */
const COMPARED_USERS = 2000;
const SLICE_USERS = 32;

const embeddedUsers = new WeakMap<WarmRun, EmbeddedUsers>();

/** The nearest pins of a pin, or the nearest users of a user, all at the end of training. */
export const neighbours: ServingMethod<NeighboursParams, NeighboursAnswer> = async (
  state,
  params,
  signal,
) => {
  const k = checkK(params.k);
  if ('pin' in params) {
    const { dataset, index, pinEmbeddings, model } = await state.run(params);
    const pin = checkPin(dataset.pins, params.pin);
    const { ids, scores } = await nearestPins(index, { pin, k, pinEmbeddings, signal });
    const { similarity } = model.config.model;
    const near = Array.from(ids, (id, i) => ({
      ...describePin(dataset.pins, id),
      score: scores[i]!,
      distance: distanceOf(scores[i]!, similarity),
    }));
    return { of: 'pin', pins: near };
  }
  const { run, user, timeline } = await askedUser(state, params);
  const { dataset, device, encoder, model, rule } = run;
  const sequence = sequenceOf(timeline, rule, endAt(timeline, model.atMs));
  const embedding = await encoder.encodeSequences(timeline, [sequence], signal);
  const compared = await usersAtTraining(run, signal);
  const { ids, scores } = await nearestUsers(device, { ...compared, user, embedding, k, signal });
  const { offsets } = dataset.timelines;
  const near = Array.from(ids, (id, i) => ({
    id: dataset.userIds.at(id),
    actions: offsets[id + 1]! - offsets[id]!,
    score: scores[i]!,
    distance: distanceOf(scores[i]!, model.config.model.similarity),
  }));
  return {
    of: 'user',
    users: near,
    compared: compared.users.length,
    allUsers: dataset.timelines.userCount,
  };
};

/** Embeddings of a sample of users at the end of training, made once a run. */
async function usersAtTraining(run: WarmRun, signal: AbortSignal): Promise<EmbeddedUsers> {
  const known = embeddedUsers.get(run);
  if (known) return known;
  const { dataset, encoder, model, rule } = run;
  const rng = Rng.derive(0, 'compared users');
  const rows: number[] = [];
  const values: number[] = [];
  const all = sampleRows(dataset.timelines.userCount, COMPARED_USERS, rng);
  for (let first = 0; first < all.length; first += SLICE_USERS) {
    await breathe(signal);
    const part = all.subarray(first, first + SLICE_USERS);
    const timelines = Array.from(part, user => userTimeline(dataset.readTimeline(user)));
    const joined = joinTimelines(timelines);
    const sequences = timelines.map((timeline, i) =>
      sequenceOf(timeline, rule, endAt(timeline, model.atMs)).map(
        action => joined.offsets[i]! + action,
      ),
    );
    const kept = Array.from(part.keys()).filter(i => sequences[i]!.length > 0);
    const asked = kept.map(i => sequences[i]!);
    values.push(...(await encoder.encodeSequences(joined, asked, signal)));
    rows.push(...kept.map(i => part[i]!));
  }
  const embeddings = Float32Array.from(values);
  const embedded = { users: Int32Array.from(rows), embeddings };
  embeddedUsers.set(run, embedded);
  return embedded;
}
