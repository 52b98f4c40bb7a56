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

/**
 * Copies out what training may see. An eligible positive is a positive engagement of a training user
 * at or before `untilMs` with a pin of known features; it need not be usable in a sequence. Users
 * without a usable action are left out. No users give empty columns.
 */
export function trainingTimelines(
  timelines: Timelines,
  options: TrainingTimelinesOptions,
): TrainingTimelines {
  const { isTrainingUser, untilMs, knownPins, rule } = options;
  const isEligible = (action: number): boolean =>
    timelines.positive[action] === 1 && knownPins[timelines.pin[action]!] === 1;

  let userCount = 0;
  let actionCount = 0;
  let positiveCount = 0;
  const ends = new Uint32Array(timelines.userCount);
  for (let user = 0; user < timelines.userCount; user++) {
    const first = timelines.offsets[user]!;
    ends[user] = first;
    if (isTrainingUser[user] !== 1) continue;
    let end = first;
    let usable = 0;
    let positives = 0;
    for (; end < timelines.offsets[user + 1]! && timelines.atMs[end]! <= untilMs; end++) {
      if (isUsable(timelines, rule, end)) usable++;
      if (isEligible(end)) positives++;
    }
    if (usable === 0) continue;
    ends[user] = end;
    userCount++;
    actionCount += usable;
    positiveCount += positives;
  }

  const result = {
    userCount,
    users: shared(Int32Array, userCount),
    offsets: shared(Uint32Array, userCount + 1),
    pin: shared(Int32Array, actionCount),
    atMs: shared(Float64Array, actionCount),
    type: shared(Uint8Array, actionCount),
    surface: shared(Uint8Array, actionCount),
    durationSeconds: shared(Float32Array, actionCount),
    nextPositivePin: shared(Int32Array, actionCount),
    positiveOffsets: shared(Uint32Array, userCount + 1),
    positivePin: shared(Int32Array, positiveCount),
    positiveAtMs: shared(Float64Array, positiveCount),
    firstLaterPositive: shared(Uint32Array, actionCount),
  };
  let row = 0;
  let action = 0;
  let positive = 0;
  for (let user = 0; user < timelines.userCount; user++) {
    const first = timelines.offsets[user]!;
    const end = ends[user]!;
    if (end === first) continue;
    const firstAction = action;
    const firstPositive = positive;
    for (let source = first; source < end; source++) {
      if (isEligible(source)) {
        result.positivePin[positive] = timelines.pin[source]!;
        result.positiveAtMs[positive++] = timelines.atMs[source]!;
      }
      if (!isUsable(timelines, rule, source)) continue;
      result.pin[action] = timelines.pin[source]!;
      result.atMs[action] = timelines.atMs[source]!;
      result.type[action] = timelines.type[source]!;
      result.surface[action] = timelines.surface[source]!;
      result.durationSeconds[action] = timelines.durationSeconds[source]!;
      const next = source + 1;
      result.nextPositivePin[action++] = next < end && isEligible(next) ? timelines.pin[next]! : -1;
    }
    let later = firstPositive;
    for (let own = firstAction; own < action; own++) {
      while (later < positive && result.positiveAtMs[later]! <= result.atMs[own]!) later++;
      result.firstLaterPositive[own] = later;
    }
    result.users[row++] = user;
    result.offsets[row] = action;
    result.positiveOffsets[row] = positive;
  }
  return result;
}
