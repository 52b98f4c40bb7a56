import { badInput } from '../base/errors.js';
import { hash128 } from '../base/rng.js';
import { DAY_MS } from '../base/time.js';
import type { StringColumn, Timelines } from './columns.js';

export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;
/** Evaluation looks at (t, t + 14 d] (spec §1). */
export const EVALUATION_DAYS = 14;

/**
 * Who trains: `hashed` keeps validation and test users out; `shared` trains on everyone up to t and
 * measures what comes after it.
 */
export type UserRule = 'hashed' | 'shared';

/** Below this many test users that can be evaluated, the test share is raised. */
const WANTED_TEST_USERS = 500;
/** Where everyone trains, a larger test share costs no training user. */
const HIGHEST_TEST_PERCENT: Record<UserRule, number> = { hashed: 40, shared: 90 };

export interface SplitShares {
  readonly validation: number;
  readonly test: number;
}

/** Of the users' places, where a config says no other. */
export const DEFAULT_SPLIT_SEED = 0;

export const DEFAULT_SHARES: SplitShares = { validation: 0.1, test: 0.1 };

/**
 * Assigns each user to train (0), validation (1) or test (2) by a hash of seed and id alone, so that
 * a user keeps its place when data is added (spec §1). A larger test share takes users from train only.
 */
export function splitUsers(
  userIds: StringColumn,
  seed: number,
  shares: SplitShares = DEFAULT_SHARES,
): Uint8Array {
  const split = new Uint8Array(new SharedArrayBuffer(userIds.length));
  for (let user = 0; user < userIds.length; user++) {
    const place = placeOf(seed, userIds.at(user));
    if (place < shares.validation) split[user] = VALIDATION;
    else if (place >= 1 - shares.test) split[user] = TEST;
  }
  return split;
}

/** Uniform over [0, 1), a function of seed and id. */
function placeOf(seed: number, id: string): number {
  const [high, low] = hash128(`split\u0000${seed}\u0000${id}`);
  return ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992;
}

/**
 * 1 for users that can be evaluated at t: an action at or before t − 1 d (what daily inference needs)
 * and a positive engagement in (t, t + windowDays].
 */
export function evaluableUsers(
  timelines: Timelines,
  atMs: number,
  windowDays = EVALUATION_DAYS,
): Uint8Array {
  const evaluable = new Uint8Array(timelines.userCount);
  for (let user = 0; user < timelines.userCount; user++) {
    const start = timelines.offsets[user]!;
    const end = timelines.offsets[user + 1]!;
    if (start === end || timelines.atMs[start]! > atMs - DAY_MS) continue;
    let action = firstAfter(timelines.atMs, start, end, atMs);
    for (; action < end && timelines.atMs[action]! <= atMs + windowDays * DAY_MS; action++)
      if (timelines.positive[action] === 1) {
        evaluable[user] = 1;
        break;
      }
  }
  return evaluable;
}

/** Index of the first action after `atMs` among actions start … end − 1, or end. */
export function firstAfter(times: Float64Array, start: number, end: number, atMs: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 1 for users whose past training reads. */
export function trainingUsers(split: Uint8Array, rule: UserRule): Uint8Array {
  return Uint8Array.from(split, part => (rule === 'shared' || part === TRAIN ? 1 : 0));
}

export interface UserSplit {
  readonly split: Uint8Array;
  readonly shares: SplitShares;
  /** Users of the validation and test part that can be evaluated at t. */
  readonly evaluable: { readonly validation: number; readonly test: number };
}

/**
 * The split that training at `atMs` uses: 80 / 10 / 10, the test share raised in steps of 5 % to at
 * most 40 % (90 % where users are shared) until 500 test users can be evaluated (spec §1).
 */
export function chooseSplit(
  userIds: StringColumn,
  timelines: Timelines,
  seed: number,
  atMs: number,
  rule: UserRule = 'hashed',
): UserSplit {
  const evaluable = evaluableUsers(timelines, atMs);
  const count = (split: Uint8Array, part: number) =>
    split.reduce((sum, p, user) => sum + (p === part && evaluable[user] === 1 ? 1 : 0), 0);
  for (let percent = 10; ; percent += 5) {
    const shares = { validation: DEFAULT_SHARES.validation, test: percent / 100 };
    const split = splitUsers(userIds, seed, shares);
    const test = count(split, TEST);
    if (test >= WANTED_TEST_USERS || percent >= HIGHEST_TEST_PERCENT[rule])
      return { split, shares, evaluable: { validation: count(split, VALIDATION), test } };
  }
}

/**
 * Throws BAD_INPUT when nothing could be learnt or measured at t: no training user with a positive at
 * or before t, or nobody to evaluate.
 */
export function checkSplit(
  timelines: Timelines,
  chosen: UserSplit,
  atMs: number,
  rule: UserRule = 'hashed',
): void {
  const at = new Date(atMs).toISOString();
  const trains = trainingUsers(chosen.split, rule);
  let users = 0;
  let positives = 0;
  for (let user = 0; user < timelines.userCount; user++) {
    if (trains[user] === 0) continue;
    const start = timelines.offsets[user]!;
    const end = firstAfter(timelines.atMs, start, timelines.offsets[user + 1]!, atMs);
    if (end > start) users++;
    for (let action = start; action < end; action++) positives += timelines.positive[action]!;
  }
  if (users === 0)
    throw badInput(`the split at ${at} leaves no training user with an action before it.`, {
      remedy: 'Choose a later `at`, or import more data.',
    });
  if (positives === 0)
    throw badInput(`the split at ${at} leaves no positive engagement to train on.`, {
      remedy: 'Choose a later `at`, or import with another `positive` rule.',
    });
  if (chosen.evaluable.validation + chosen.evaluable.test === 0)
    throw badInput(
      `no validation or test user has an action before ${at} and a positive engagement in the 14 days after it.`,
      {
        remedy: isShort(spanOf(timelines))
          ? LONGER_LOG
          : 'Choose another `at` (a profile proposes one), or import more data.',
      },
    );
}

/** Throws BAD_INPUT when selection, which trains up to t − 14 d, would end before the log begins. */
export function checkSelection(firstAtMs: number, atMs: number): void {
  const until = atMs - EVALUATION_DAYS * DAY_MS;
  if (until > firstAtMs) return;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  throw badInput(
    `steps are chosen by training up to ${day(until)}, ${EVALUATION_DAYS} days before the split, and the log begins on ${day(firstAtMs)}.`,
    {
      remedy:
        'Import a log of more than four weeks, choose a later `at`, or train without selection: `set` validation.enabled=false.',
    },
  );
}

/** What to do about a log in which no split leaves a past and two weeks after it. */
export const LONGER_LOG =
  'The log is too short for any: import several weeks, a past to learn from and 14 days to measure.';

/** Whether there is no past left once the evaluation window is taken off. */
export function isShort(span: { readonly firstAtMs: number; readonly lastAtMs: number }): boolean {
  return span.lastAtMs - span.firstAtMs < (EVALUATION_DAYS + 1) * DAY_MS;
}

function spanOf({ atMs }: Timelines): { firstAtMs: number; lastAtMs: number } {
  return {
    firstAtMs: atMs.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY),
    lastAtMs: atMs.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY),
  };
}

/** Days at the end that hold a stray thousandth of the actions are errors when they are this far out. */
const STRAY_DAYS = 60;

/**
 * The t that `profile` proposes and `train` takes by default: midnight UTC, the latest one that leaves
 * 14 whole days of data after it, or earlier where more than twice as many users could be evaluated
 * (a crawl that fades out). Never before half of the actions; a few actions of a far future count not.
 */
export function proposedSplitMs(dataset: {
  readonly timelines: Timelines;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}): number {
  const { timelines } = dataset;
  const dayOf = (ms: number) => Math.floor(ms / DAY_MS);
  const firstDay = dayOf(dataset.firstAtMs);
  const perDay = new Uint32Array(Math.max(1, dayOf(dataset.lastAtMs) - firstDay + 1));
  for (const at of timelines.atMs) perDay[dayOf(at) - firstDay]!++;
  const dayByShare = (share: number) =>
    firstDay + quantileIndex(perDay, share * timelines.actionCount);
  const almostAll = dayByShare(0.999);
  const stray = dayOf(dataset.lastAtMs) - almostAll > STRAY_DAYS;
  const latest = (stray ? almostAll : dayOf(dataset.lastAtMs + 1)) - EVALUATION_DAYS;
  const earliest = dayByShare(0.5) + 1;
  if (latest <= earliest) return Math.max(latest, firstDay + 1) * DAY_MS;
  const users = (day: number) =>
    evaluableUsers(timelines, day * DAY_MS).reduce((sum, value) => sum + value, 0);
  let best = latest;
  let bestUsers = users(latest);
  const step = Math.max(7, Math.ceil((latest - earliest) / 16));
  for (let day = latest - step; day >= earliest; day -= step) {
    const count = users(day);
    if (count > 2 * bestUsers) {
      best = day;
      bestUsers = count;
    }
  }
  return best * DAY_MS;
}

/** The first index up to which the counts add up to `wanted`. */
function quantileIndex(counts: Uint32Array, wanted: number): number {
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen >= wanted) return index;
  }
  return counts.length - 1;
}
