import { firstAfter } from '../evaluate/time-search.js';
import {
  type ActionColumns,
  isUsable,
  type SequenceRule,
  sequenceBefore,
} from '../model/sequence.js';

/** One user's actions as columns of their own: action indices count from 0. */
export interface UserTimeline extends ActionColumns {
  /** 1 where the action is a positive engagement. */
  readonly positive: Uint8Array;
}

/** Columns of one user as they come from a data set, with the offsets that sequences are found by. */
export function userTimeline(actions: Omit<UserTimeline, 'offsets'>): UserTimeline {
  return { ...actions, offsets: Uint32Array.of(0, actions.pin.length) };
}

/** Timelines of several users behind each other, so that their sequences can be embedded together. */
export function joinTimelines(timelines: readonly UserTimeline[]): UserTimeline {
  const offsets = new Uint32Array(timelines.length + 1);
  timelines.forEach(({ pin }, i) => {
    offsets[i + 1] = offsets[i]! + pin.length;
  });
  const count = offsets[timelines.length]!;
  const joined = {
    offsets,
    pin: new Int32Array(count),
    atMs: new Float64Array(count),
    type: new Uint8Array(count),
    surface: new Uint8Array(count),
    durationSeconds: new Float32Array(count),
    positive: new Uint8Array(count),
  };
  timelines.forEach((timeline, i) => {
    const at = offsets[i]!;
    joined.pin.set(timeline.pin, at);
    joined.atMs.set(timeline.atMs, at);
    joined.type.set(timeline.type, at);
    joined.surface.set(timeline.surface, at);
    joined.durationSeconds.set(timeline.durationSeconds, at);
    joined.positive.set(timeline.positive, at);
  });
  return joined;
}

/** Index after the last action at or before `atMs`. */
export function endAt(timeline: UserTimeline, atMs: number): number {
  return firstAfter(timeline.atMs, 0, timeline.pin.length, atMs);
}

/** The newest action before `end` that the model can read, −1 for none: it settles the whole sequence. */
export function newestUsable(timeline: UserTimeline, rule: SequenceRule, end: number): number {
  let action = end - 1;
  while (action >= 0 && !isUsable(timeline, rule, action)) action--;
  return action;
}

/** The sequence before action `end`: indices of at most M usable actions, ascending. */
export function sequenceOf(timeline: UserTimeline, rule: SequenceRule, end: number): Int32Array {
  const into = new Int32Array(rule.maxLength);
  return into.slice(0, sequenceBefore(timeline, rule, 0, end, into));
}

/** How many actions of [from, to) the model can read. */
export function countUsable(
  timeline: UserTimeline,
  rule: SequenceRule,
  from: number,
  to: number,
): number {
  let usable = 0;
  for (let action = from; action < to; action++) if (isUsable(timeline, rule, action)) usable++;
  return usable;
}
