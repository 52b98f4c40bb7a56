import { findUser } from '../../served-run.js';
import { firstInterest } from '../describe-pin.js';
import type { DataPlace } from '../serving-state.js';
import type { ServingMethod } from './method.js';
import { partOf, type SplitPart } from './users.js';

export type UserTimelineParams = DataPlace & {
  /** The user's id in the data. */
  readonly user: string;
};

/** All actions of one user as columns, oldest first; row i is action i of every other answer. */
export interface TimelineColumns {
  readonly user: string;
  /** Null for a data set without a run. */
  readonly part: SplitPart | null;
  readonly dataset: string;
  /** t: when the run's training ended; NaN for a data set without a run. */
  readonly trainedMs: number;
  readonly atMs: Float64Array;
  readonly pin: Int32Array;
  /** Index into actionTypes / surfaces. */
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  /** 0 when unknown. */
  readonly durationSeconds: Float32Array;
  readonly positive: Uint8Array;
  /** Place in `interests` of the pin's first interest; −1 without one. */
  readonly interest: Int32Array;
  /** Names of the interests that occur, most frequent first. */
  readonly interests: readonly string[];
  readonly actionTypes: readonly string[];
  readonly surfaces: readonly string[];
  /** Which columns the data really has. */
  readonly has: { readonly type: boolean; readonly surface: boolean; readonly duration: boolean };
}

/** One user's timeline; only that user's bytes are read. NOT_FOUND names the nearest users. */
export const userTimeline: ServingMethod<UserTimelineParams, TimelineColumns> = async (
  state,
  params,
) => {
  const { dataset, run } = await state.data(params);
  const user = findUser(dataset, params.user);
  const columns = run?.timeline(user) ?? dataset.readTimeline(user);
  const found = columns.pin.map(pin => firstInterest(dataset.pins, pin));
  const counts = new Map<number, number>();
  for (const interest of found)
    if (interest >= 0) counts.set(interest, (counts.get(interest) ?? 0) + 1);
  const order = [...counts].sort(([a, x], [b, y]) => y - x || a - b).map(([interest]) => interest);
  const place = new Map(order.map((interest, i) => [interest, i]));
  const { atMs, pin, type, surface, durationSeconds, positive } = columns;
  return {
    user: params.user,
    part: partOf(run?.model.split, user),
    dataset: dataset.name,
    trainedMs: run?.model.atMs ?? Number.NaN,
    atMs,
    pin,
    type,
    surface,
    durationSeconds,
    positive,
    interest: found.map(interest => place.get(interest) ?? -1),
    interests: order.map(interest => dataset.pins.interestNames[interest] ?? ''),
    actionTypes: dataset.actionTypes,
    surfaces: dataset.surfaces,
    has: dataset.has,
  };
};
