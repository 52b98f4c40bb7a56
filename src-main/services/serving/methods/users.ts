import { breathe } from '../../../base/breathe.js';
import { badInput } from '../../../base/errors.js';
import type { OpenDataset } from '../../../data/dataset.js';
import { TEST, VALIDATION } from '../../../data/split.js';
import type { DataPlace } from '../serving-state.js';
import type { ServingMethod } from './method.js';

export type SplitPart = 'train' | 'validation' | 'test';

export interface UsersParams {
  /** A run's users have their part of its split. */
  readonly place: DataPlace;
  /** Beginning of the id, or where none begins so some of it in whatever spelling; all users when empty. */
  readonly prefix?: string | undefined;
  /** Only users of this part of the run's split. */
  readonly part?: SplitPart | undefined;
  /** Most actions first, or as in the data. */
  readonly order?: 'actions' | 'data' | undefined;
  readonly offset: number;
  /** At most 1,000. */
  readonly limit: number;
}

export interface UserFacts {
  readonly id: string;
  readonly actions: number;
  readonly positives: number;
  /** UTC ms; NaN without an action. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Actions in each twelfth of the data set's time, oldest first: how active, and when. */
  readonly activity: Uint32Array;
  /** Null for a data set without a run. */
  readonly part: SplitPart | null;
}

export interface UsersPage {
  /** Users that match, on all pages. */
  readonly total: number;
  readonly users: readonly UserFacts[];
}

const MOST = 1000;
/** Users described between two looks at the signal. */
const SLICE_USERS = 50;
const ACTIVITY_PARTS = 12;

/** A page of users by id, count and activity; only what the page shows is read. */
export const users: ServingMethod<UsersParams, UsersPage> = async (state, params, signal) => {
  const { place, prefix = '', part, order = 'data', offset, limit } = params;
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST))
    throw badInput(`${limit} users cannot be listed at once.`, {
      where: 'limit',
      remedy: `Give 1 to ${MOST}.`,
    });
  const { dataset, run } = await state.data(place);
  if (part !== undefined && run === undefined)
    throw badInput('a data set alone has no split.', {
      where: 'part',
      remedy: 'Name a run, which was trained on one.',
    });
  const split = run?.model.split;
  const { userIds } = dataset;
  const those = (matches: (id: string) => boolean) => {
    const found: number[] = [];
    for (let user = 0; user < userIds.length; user++)
      if ((part === undefined || partOf(split, user) === part) && matches(userIds.at(user)))
        found.push(user);
    return found;
  };
  let matching = those(id => id.startsWith(prefix));
  const bare = bareOf(prefix);
  if (matching.length === 0 && bare !== '') matching = those(id => bareOf(id).includes(bare));
  const count = (user: number) => actionsOf(dataset, user);
  if (order === 'actions') matching.sort((a, b) => count(b) - count(a) || a - b);
  // Whoever is named in full must not be hidden by busier ones whose ids go on.
  const named = bare === '' ? 0 : matching.findIndex(user => bareOf(userIds.at(user)) === bare);
  if (named > 0) matching.unshift(...matching.splice(named, 1));
  const page: UserFacts[] = [];
  for (const user of matching.slice(offset, offset + limit)) {
    if (page.length % SLICE_USERS === 0) await breathe(signal);
    page.push(describeUser(dataset, user, split));
  }
  return { total: matching.length, users: page };
};

/** Letters and digits alone: "User 12" is "user-12". */
const bareOf = (id: string) => id.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function actionsOf({ timelines: { offsets } }: OpenDataset, user: number): number {
  return offsets[user + 1]! - offsets[user]!;
}

export function partOf(split: Uint8Array | undefined, user: number): SplitPart | null {
  if (!split) return null;
  if (split[user] === TEST) return 'test';
  return split[user] === VALIDATION ? 'validation' : 'train';
}

function describeUser(
  dataset: OpenDataset,
  user: number,
  split: Uint8Array | undefined,
): UserFacts {
  const { atMs, positive } = dataset.readTimeline(user);
  const span = Math.max(1, dataset.lastAtMs - dataset.firstAtMs + 1);
  const activity = new Uint32Array(ACTIVITY_PARTS);
  for (const at of atMs) {
    const place = Math.floor(((at - dataset.firstAtMs) / span) * ACTIVITY_PARTS);
    activity[Math.min(ACTIVITY_PARTS - 1, Math.max(0, place))]!++;
  }
  return {
    id: dataset.userIds.at(user),
    actions: atMs.length,
    positives: positive.reduce((sum, value) => sum + value, 0),
    firstAtMs: atMs[0] ?? Number.NaN,
    lastAtMs: atMs[atMs.length - 1] ?? Number.NaN,
    activity,
    part: partOf(split, user),
  };
}
