import type { Timelines } from '../data/columns.js';
import type { ServedTargets } from '../evaluate/ranks.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { firstAfter, firstAtOrAfter } from '../evaluate/time-search.js';
import { type Cadence, ONCE, servedMoment } from './cadence.js';

/** Which states every cadence needs, each distinct sequence once, and which target each of them serves. */
export interface ReplayPlan {
  /** Data set user of each distinct state. */
  readonly users: Int32Array;
  /** Absolute action index before which each state is taken. */
  readonly ends: Uint32Array;
  /** By position in `cadences`. */
  readonly replays: readonly Replay[];
  /** What once needs, whether or not it is among the cadences: its states also serve distinct pins. */
  readonly once: Replay;
}

/** One cadence's part of the plan. */
export interface Replay {
  readonly cadence: Cadence;
  /** Rows of the plan that this cadence needs, ascending: the embeddings it costs. */
  readonly states: Int32Array;
  /** Which of `states` (by position) serves each target. */
  readonly served: ServedTargets;
}

/**
 * Plans the replay of all cadences over one set of targets. States of a user are the same when no usable
 * action lies between their ends; they are embedded once and shared by all cadences.
 */
export function planReplay(
  timelines: Timelines,
  targets: EvaluationTargets,
  cadences: readonly Cadence[],
  isUsable?: (action: number) => boolean,
): ReplayPlan {
  const users: number[] = [];
  const ends: number[] = [];
  const planned = [...cadences, ONCE];
  const stateOfTarget = planned.map(() => new Int32Array(targets.pin.length));
  const userOfState: number[] = [];
  for (let position = 0; position < targets.users.length; position++) {
    const user = targets.users[position]!;
    const stateAt = new Map<number, number>();
    for (let i = targets.offsets[position]!; i < targets.offsets[position + 1]!; i++)
      planned.forEach((cadence, c) => {
        const served = endOf(timelines, user, cadence, targets.atMs, targets.targetAtMs[i]!);
        const end = isUsable ? lastUsableEnd(timelines, user, served, isUsable) : served;
        let state = stateAt.get(end);
        if (state === undefined) {
          state = users.length;
          stateAt.set(end, state);
          users.push(user);
          ends.push(end);
          userOfState.push(position);
        }
        stateOfTarget[c]![i] = state;
      });
  }
  const replay = (cadence: Cadence, c: number) => replayOf(cadence, stateOfTarget[c]!, userOfState);
  return {
    users: Int32Array.from(users),
    ends: Uint32Array.from(ends),
    replays: cadences.map(replay),
    once: replay(ONCE, cadences.length),
  };
}

/** Absolute index of the first action that the state serving `actionMs` has not read. */
export function endOf(
  timelines: Pick<Timelines, 'atMs' | 'offsets'>,
  user: number,
  cadence: Cadence,
  trainedMs: number,
  actionMs: number,
): number {
  const moment = servedMoment(cadence, trainedMs, actionMs);
  const search = moment.inclusive ? firstAfter : firstAtOrAfter;
  return search(
    timelines.atMs,
    timelines.offsets[user]!,
    timelines.offsets[user + 1]!,
    moment.atMs,
  );
}

/** The end of the same sequence without unusable actions behind its newest one. */
function lastUsableEnd(
  timelines: Timelines,
  user: number,
  end: number,
  isUsable: (action: number) => boolean,
): number {
  const begin = timelines.offsets[user]!;
  let last = end;
  while (last > begin && !isUsable(last - 1)) last--;
  return last;
}

function replayOf(
  cadence: Cadence,
  stateOfTarget: Int32Array,
  userOfState: readonly number[],
): Replay {
  const states = Int32Array.from(new Set(stateOfTarget)).sort();
  const position = new Map<number, number>();
  states.forEach((state, row) => {
    position.set(state, row);
  });
  return {
    cadence,
    states,
    served: {
      queries: states.length,
      queryOfTarget: stateOfTarget.map(state => position.get(state)!),
      userOfQuery: states.map(state => userOfState[state]!),
    },
  };
}

/** Rows of `embeddings` [all states, width] that one cadence serves. */
export function rowsOf(embeddings: Float32Array, states: Int32Array, width: number): Float32Array {
  const rows = new Float32Array(states.length * width);
  states.forEach((state, row) => {
    rows.set(embeddings.subarray(state * width, (state + 1) * width), row * width);
  });
  return rows;
}
