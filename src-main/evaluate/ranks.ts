import { UNRANKED } from '../retrieve/count-closer.js';
import { type ExactIndex, TIE_TOLERANCE } from '../retrieve/exact.js';
import type { PinLists } from '../retrieve/pin-index.js';
import { type EvaluationTargets, targetPinsOfUsers } from './targets.js';

export { UNRANKED };

/** How many counted pins stand before each target; UNRANKED for a pin without features at t. */
export interface TargetRanks {
  /** At least as close, ties included: the rank from 0, and a hit at k when < k. */
  readonly atLeast: Int32Array;
  /** Closer by more than a tie. Where a hit by this count is none by `atLeast`, a tie decided. */
  readonly strictly: Int32Array;
}

/** Which embedding serves which target. */
export interface ServedTargets {
  /** Number of embeddings. */
  readonly queries: number;
  /** Row of the embedding that serves each target. */
  readonly queryOfTarget: Int32Array;
  /** Position in `targets.users` of each embedding's user. */
  readonly userOfQuery: Int32Array;
}

export interface RankOptions {
  /** Keeps the user's other targets in the index and leaves out only the target itself. */
  readonly ownOnly?: boolean | undefined;
  /** Leaves the pins of the user's sequence at t out of the index too. */
  readonly newOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One embedding per user for the whole window: the service of `once`. */
export function servedOnce(targets: EvaluationTargets): ServedTargets {
  const users = targets.users.length;
  const queryOfTarget = new Int32Array(targets.pin.length);
  for (let user = 0; user < users; user++)
    queryOfTarget.fill(user, targets.offsets[user]!, targets.offsets[user + 1]!);
  return {
    queries: users,
    queryOfTarget,
    userOfQuery: Int32Array.from({ length: users }, (_, user) => user),
  };
}

/**
 * Ranks every target under the embedding that serves it: the count of the paper's recall formula (4.1)
 * over the index without this user's targets. `queries` is [served.queries, D].
 */
export async function rankByEmbeddings(
  index: ExactIndex,
  queries: Float32Array,
  served: ServedTargets,
  targets: EvaluationTargets,
  options: RankOptions = {},
): Promise<TargetRanks> {
  const grouped = groupByQuery(served, targets);
  const counts = await index.countAtLeastAsClose(queries, grouped.lists, {
    exclude: listsOfQueries(excludedOfUsers(targets, options), served.userOfQuery),
    tolerance: TIE_TOLERANCE,
    signal: options.signal,
  });
  const ranks = unranked(targets);
  grouped.target.forEach((target, i) => {
    ranks.atLeast[target] = counts.atLeast[i]!;
    ranks.strictly[target] = counts.strictly[i]!;
  });
  return ranks;
}

/** Ranks of targets before any is known. */
export function unranked(targets: EvaluationTargets): TargetRanks {
  return {
    atLeast: new Int32Array(targets.pin.length).fill(UNRANKED),
    strictly: new Int32Array(targets.pin.length).fill(UNRANKED),
  };
}

/** The pins that each user's targets are not ranked against. */
export function excludedOfUsers(targets: EvaluationTargets, options: RankOptions): PinLists {
  const none: PinLists = {
    offsets: new Uint32Array(targets.users.length + 1),
    pins: new Int32Array(0),
  };
  const own = options.ownOnly ? none : targetPinsOfUsers(targets);
  return options.newOnly ? joinLists(own, targets.visited) : own;
}

function joinLists(a: PinLists, b: PinLists): PinLists {
  const offsets = a.offsets.map((offset, i) => offset + b.offsets[i]!);
  const pins = new Int32Array(a.pins.length + b.pins.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    const left = a.pins.subarray(a.offsets[i]!, a.offsets[i + 1]!);
    pins.set(left, offsets[i]!);
    pins.set(b.pins.subarray(b.offsets[i]!, b.offsets[i + 1]!), offsets[i]! + left.length);
  }
  return { offsets, pins };
}

/** Repeats each user's list for every embedding of that user. */
export function listsOfQueries(lists: PinLists, userOfQuery: Int32Array): PinLists {
  const offsets = new Uint32Array(userOfQuery.length + 1);
  userOfQuery.forEach((user, query) => {
    offsets[query + 1] = offsets[query]! + lists.offsets[user + 1]! - lists.offsets[user]!;
  });
  const pins = new Int32Array(offsets[userOfQuery.length]!);
  userOfQuery.forEach((user, query) => {
    pins.set(lists.pins.subarray(lists.offsets[user]!, lists.offsets[user + 1]!), offsets[query]!);
  });
  return { offsets, pins };
}

/** Targets with features, listed by the embedding that serves them; `target` says which is which. */
function groupByQuery(
  served: ServedTargets,
  targets: EvaluationTargets,
): { lists: PinLists; target: Int32Array } {
  const offsets = new Uint32Array(served.queries + 1);
  for (let target = 0; target < targets.pin.length; target++)
    if (targets.unknown[target] === 0) offsets[served.queryOfTarget[target]! + 1]!++;
  for (let query = 0; query < served.queries; query++) offsets[query + 1]! += offsets[query]!;
  const next = offsets.slice();
  const target = new Int32Array(offsets[served.queries]!);
  for (let i = 0; i < targets.pin.length; i++)
    if (targets.unknown[i] === 0) target[next[served.queryOfTarget[i]!]!++] = i;
  return { lists: { offsets, pins: target.map(i => targets.pin[i]!) }, target };
}
