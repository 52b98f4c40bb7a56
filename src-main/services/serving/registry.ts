import { attentionAt } from './methods/attention-at.js';
import { findPins } from './methods/find-pins.js';
import { interestsAt } from './methods/interests-at.js';
import type { ServingMethod } from './methods/method.js';
import { momentOf } from './methods/moment-of.js';
import { nearPins } from './methods/near-pins.js';
import { nearUsers } from './methods/near-users.js';
import { pins } from './methods/pins.js';
import { retrieveAt } from './methods/retrieve-at.js';
import { targetRanks } from './methods/target-ranks.js';
import { userTimeline } from './methods/user-timeline.js';
import { users } from './methods/users.js';
import { whatIf } from './methods/what-if.js';
import { whyPin } from './methods/why-pin.js';

/** All questions that a serving process answers. */
export const servingMethods = {
  users,
  pins,
  findPins,
  userTimeline,
  momentOf,
  attentionAt,
  retrieveAt,
  interestsAt,
  whyPin,
  whatIf,
  targetRanks,
  nearPins,
  nearUsers,
};

export type ServingMethodName = keyof typeof servingMethods;
type Typed<M extends ServingMethodName> = (typeof servingMethods)[M];
export type ServingParams<M extends ServingMethodName> =
  Typed<M> extends ServingMethod<infer Params, infer _Result> ? Params : never;
export type ServingResult<M extends ServingMethodName> = Awaited<ReturnType<Typed<M>>>;
