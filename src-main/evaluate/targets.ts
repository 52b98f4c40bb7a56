import type { Timelines } from '../data/columns.js';
import type { PinLists } from '../retrieve/pin-index.js';
import { firstAfter, firstAtOrAfter } from './time-search.js';

/** The evaluation window after t (paper 4.1). */
export const WINDOW_MS = 14 * 86_400_000;

/** What counts as a target: each distinct pin of the window, or each positive action of it (spec §6). */
export type TargetProtocol = 'pins' | 'actions';

export interface TargetOptions {
  readonly protocol: TargetProtocol;
  /** t: targets lie in (t, t + windowMs]. */
  readonly atMs: number;
  /** WINDOW_MS when absent. */
  readonly windowMs?: number | undefined;
  /** Users that may be evaluated, ascending. */
  readonly users: Int32Array;
  /** 1 for each pin whose features are known at t. */
  readonly knownPins: Uint8Array;
  /** The earliest moment whose state any compared cadence needs; t when absent. */
  readonly earliestMs?: number | undefined;
  /** M: the actions of a sequence that decides whether a target is a repeat. */
  readonly sequenceLength: number;
  /** True when an action may stand in a sequence of every compared model; all may when absent. */
  readonly isUsable?: ((action: number) => boolean) | undefined;
  /** Leaves out targets that repeat a pin of the user's sequence. */
  readonly newOnly?: boolean | undefined;
}

/** Targets user by user. One set serves every model and cadence that is compared. */
export interface EvaluationTargets {
  readonly protocol: TargetProtocol;
  readonly atMs: number;
  readonly windowMs: number;
  /** Evaluated users, ascending. */
  readonly users: Int32Array;
  /** Targets of users[i] are offsets[i] … offsets[i + 1] − 1, ascending by time. */
  readonly offsets: Uint32Array;
  /** Index of the target's action (its first positive one under `pins`) in the timelines. */
  readonly action: Uint32Array;
  readonly pin: Int32Array;
  readonly targetAtMs: Float64Array;
  /** 1 where the pin stands in a sequence that a compared embedding may have read. */
  readonly repeat: Uint8Array;
  /** 1 where the pin has no features at t: a miss that stays in the denominator. */
  readonly unknown: Uint8Array;
  /** Distinct pins per user that the history window held, for `newOnly` indexes. */
  readonly visited: PinLists;
  /** Users left out, by reason. */
  readonly leftOut: { readonly withoutTarget: number; readonly withoutHistory: number };
}

/**
 * Collects the targets of (t, t + window]. A user counts with at least one target and at least one usable
 * action at or before `earliestMs`. A target is a repeat when its pin occurs between the start of the
 * sequence at `earliestMs` and the target (under `pins`: and t), so that no compared embedding can have
 * copied a target that is called new. No users give empty columns.
 */
export function evaluationTargets(timelines: Timelines, options: TargetOptions): EvaluationTargets {
  const windowMs = options.windowMs ?? WINDOW_MS;
  const earliestMs = Math.min(options.earliestMs ?? options.atMs, options.atMs);
  const users: number[] = [];
  const rows: TargetRows = { action: [], repeat: [], visited: [] };
  const offsets: number[] = [0];
  const visitedOffsets: number[] = [0];
  const leftOut = { withoutTarget: 0, withoutHistory: 0 };
  for (const user of options.users) {
    const begin = timelines.offsets[user]!;
    const end = timelines.offsets[user + 1]!;
    const first = firstAfter(timelines.atMs, begin, end, options.atMs);
    const last = firstAfter(timelines.atMs, first, end, options.atMs + windowMs);
    if (!hasPositive(timelines, first, last)) {
      leftOut.withoutTarget++;
      continue;
    }
    const start = sequenceStart(timelines, options, begin, first, earliestMs);
    if (start < 0) {
      leftOut.withoutHistory++;
      continue;
    }
    const history = new Set(timelines.pin.subarray(start, first));
    const visited = [...history];
    if (addTargets(timelines, options, first, last, history, rows) === 0) {
      leftOut.withoutTarget++;
      continue;
    }
    users.push(user);
    offsets.push(rows.action.length);
    rows.visited.push(...visited);
    visitedOffsets.push(rows.visited.length);
  }
  const action = Uint32Array.from(rows.action);
  const pin = Int32Array.from(action, a => timelines.pin[a]!);
  return {
    protocol: options.protocol,
    atMs: options.atMs,
    windowMs,
    users: Int32Array.from(users),
    offsets: Uint32Array.from(offsets),
    action,
    pin,
    targetAtMs: Float64Array.from(action, a => timelines.atMs[a]!),
    repeat: Uint8Array.from(rows.repeat),
    unknown: Uint8Array.from(pin, p => (options.knownPins[p] === 1 ? 0 : 1)),
    visited: { offsets: Uint32Array.from(visitedOffsets), pins: Int32Array.from(rows.visited) },
    leftOut,
  };
}

interface TargetRows {
  readonly action: number[];
  readonly repeat: number[];
  readonly visited: number[];
}

/**
 * Appends the targets among actions [first, last) and returns how many. `history` holds the pins of the
 * sequence; under `actions` it grows by the actions strictly before each target.
 */
function addTargets(
  timelines: Timelines,
  { protocol, newOnly }: TargetOptions,
  first: number,
  last: number,
  history: Set<number>,
  rows: TargetRows,
): number {
  const before = rows.action.length;
  const taken = new Set<number>();
  let read = first;
  for (let i = first; i < last; i++) {
    if (timelines.positive[i] !== 1) continue;
    const pin = timelines.pin[i]!;
    if (protocol === 'pins') {
      if (taken.has(pin)) continue;
      taken.add(pin);
    } else {
      const until = firstAtOrAfter(timelines.atMs, read, i + 1, timelines.atMs[i]!);
      for (; read < until; read++) history.add(timelines.pin[read]!);
    }
    if (newOnly && history.has(pin)) continue;
    rows.action.push(i);
    rows.repeat.push(history.has(pin) ? 1 : 0);
  }
  return rows.action.length - before;
}

function hasPositive(timelines: Timelines, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (timelines.positive[i] === 1) return true;
  return false;
}

/** Index of the oldest of the last M usable actions at or before `earliestMs`; −1 when there is none. */
function sequenceStart(
  timelines: Timelines,
  { sequenceLength, isUsable }: TargetOptions,
  begin: number,
  end: number,
  earliestMs: number,
): number {
  let start = -1;
  let found = 0;
  const until = firstAfter(timelines.atMs, begin, end, earliestMs);
  for (let i = until - 1; i >= begin && found < sequenceLength; i--) {
    if (isUsable && !isUsable(i)) continue;
    start = i;
    found++;
  }
  return start;
}

/** The distinct target pins of each user: what recall leaves out of the index. */
export function targetPinsOfUsers(targets: EvaluationTargets): PinLists {
  const pins: number[] = [];
  const offsets = new Uint32Array(targets.users.length + 1);
  for (let i = 0; i < targets.users.length; i++) {
    pins.push(...new Set(targets.pin.subarray(targets.offsets[i]!, targets.offsets[i + 1]!)));
    offsets[i + 1] = pins.length;
  }
  return { offsets, pins: Int32Array.from(pins) };
}
