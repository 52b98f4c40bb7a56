import type { Timelines } from '../data/columns.js';
import { isUsable, type SequenceRule } from '../model/sequence.js';

/**
 * What one phase of training may see of a data set, and nothing else: the actions of its users up to
 * its end. Users of validation and test and actions after the end are not in these columns at all,
 * so that no sampler can reach them. Every array is a view of a SharedArrayBuffer: batch workers
 * read it without copies.
 */
export interface TrainingTimelines {
  /** Number of training users; user u here is dataset user `users[u]`. */
  readonly userCount: number;
  readonly users: Int32Array;
  /** Usable actions of user u are offsets[u] … offsets[u + 1] − 1, ascending by time. */
  readonly offsets: Uint32Array;
  readonly pin: Int32Array;
  readonly atMs: Float64Array;
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  readonly durationSeconds: Float32Array;
  /** Pin of the user's very next action when that is an eligible positive, else −1. */
  readonly nextPositivePin: Int32Array;
  /** Eligible positives of user u are positiveOffsets[u] … positiveOffsets[u + 1] − 1. */
  readonly positiveOffsets: Uint32Array;
  readonly positivePin: Int32Array;
  readonly positiveAtMs: Float64Array;
  /** For an action: index of the user's first eligible positive that is strictly later. */
  readonly firstLaterPositive: Uint32Array;
}

export interface TrainingTimelinesOptions {
  /** 1 for each data set user that trains. */
  readonly isTrainingUser: Uint8Array;
  /** Last moment that training may see, inclusive, UTC ms. */
  readonly untilMs: number;
  /** 1 for each pin whose features are known at `untilMs`; only such pins can be positives. */
  readonly knownPins: Uint8Array;
  /** Which actions may stand in a sequence. */
  readonly rule: SequenceRule;
}

function shared<T>(
  View: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number },
  length: number,
): T {
  return new View(new SharedArrayBuffer(length * View.BYTES_PER_ELEMENT));
}

/** What a phase sees of each data set user: the action after the last one, and how much that gives. */
interface Extent {
  /** By data set user; the user's first action when nothing of the user is seen. */
  readonly ends: Uint32Array;
  readonly users: number;
  readonly actions: number;
  readonly positives: number;
}

function isEligible(timelines: Timelines, knownPins: Uint8Array, action: number): boolean {
  return timelines.positive[action] === 1 && knownPins[timelines.pin[action]!] === 1;
}

function extentOf(timelines: Timelines, options: TrainingTimelinesOptions): Extent {
  const { isTrainingUser, untilMs, knownPins, rule } = options;
  const ends = timelines.offsets.slice(0, timelines.userCount);
  const total = { users: 0, actions: 0, positives: 0 };
  for (let user = 0; user < timelines.userCount; user++) {
    if (isTrainingUser[user] !== 1) continue;
    let end = timelines.offsets[user]!;
    let usable = 0;
    let positives = 0;
    for (; end < timelines.offsets[user + 1]! && timelines.atMs[end]! <= untilMs; end++) {
      if (isUsable(timelines, rule, end)) usable++;
      if (isEligible(timelines, knownPins, end)) positives++;
    }
    if (usable === 0) continue;
    ends[user] = end;
    total.users += 1;
    total.actions += usable;
    total.positives += positives;
  }
  return { ends, ...total };
}

function emptyColumns({ users, actions, positives }: Extent): TrainingTimelines {
  return {
    userCount: users,
    users: shared(Int32Array, users),
    offsets: shared(Uint32Array, users + 1),
    pin: shared(Int32Array, actions),
    atMs: shared(Float64Array, actions),
    type: shared(Uint8Array, actions),
    surface: shared(Uint8Array, actions),
    durationSeconds: shared(Float32Array, actions),
    nextPositivePin: shared(Int32Array, actions),
    positiveOffsets: shared(Uint32Array, users + 1),
    positivePin: shared(Int32Array, positives),
    positiveAtMs: shared(Float64Array, positives),
    firstLaterPositive: shared(Uint32Array, actions),
  };
}

/**
 * Copies out what training may see. An eligible positive is a positive engagement of a training user
 * at or before `untilMs` with a pin of known features; it need not be usable in a sequence. Users
 * without a usable action are left out. No users give empty columns.
 */
export function trainingTimelines(
  timelines: Timelines,
  options: TrainingTimelinesOptions,
): TrainingTimelines {
  const extent = extentOf(timelines, options);
  const result = emptyColumns(extent);
  const eligible = (action: number) => isEligible(timelines, options.knownPins, action);
  let row = 0;
  let action = 0;
  let positive = 0;
  for (let user = 0; user < timelines.userCount; user++) {
    const end = extent.ends[user]!;
    if (end === timelines.offsets[user]) continue;
    for (let source = timelines.offsets[user]!; source < end; source++) {
      if (eligible(source)) {
        result.positivePin[positive] = timelines.pin[source]!;
        result.positiveAtMs[positive++] = timelines.atMs[source]!;
      }
      if (!isUsable(timelines, options.rule, source)) continue;
      const next = source + 1;
      result.pin[action] = timelines.pin[source]!;
      result.atMs[action] = timelines.atMs[source]!;
      result.type[action] = timelines.type[source]!;
      result.surface[action] = timelines.surface[source]!;
      result.durationSeconds[action] = timelines.durationSeconds[source]!;
      result.nextPositivePin[action++] = next < end && eligible(next) ? timelines.pin[next]! : -1;
    }
    result.users[row++] = user;
    result.offsets[row] = action;
    result.positiveOffsets[row] = positive;
  }
  findLaterPositives(result);
  return result;
}

/** Fills `firstLaterPositive`: both columns of a user ascend by time, so one walk finds them all. */
function findLaterPositives(timelines: TrainingTimelines): void {
  const { offsets, positiveOffsets, positiveAtMs, atMs, firstLaterPositive } = timelines;
  for (let user = 0; user < timelines.userCount; user++) {
    let later = positiveOffsets[user]!;
    for (let action = offsets[user]!; action < offsets[user + 1]!; action++) {
      while (later < positiveOffsets[user + 1]! && positiveAtMs[later]! <= atMs[action]!) later++;
      firstLaterPositive[action] = later;
    }
  }
}
