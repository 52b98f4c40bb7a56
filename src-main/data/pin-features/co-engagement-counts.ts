import { throwIfCancelled } from '../../base/errors.js';
import { Rng } from '../../base/rng.js';
import type { Timelines } from '../columns.js';
import { type SparseMatrix, SparseRows } from './sparse-matrix.js';

export interface CountOptions {
  /** 1 for each user whose actions may be counted (training users). Length userCount. */
  readonly users: Uint8Array;
  /** Only actions at or before this moment are counted, UTC ms. */
  readonly untilMs: number;
  /** Two actions of one timeline co-occur when at most this many positions apart. */
  readonly window: number;
  /** `harmonic`: a pair d positions apart counts 1 / d; `flat`: every pair counts 1. */
  readonly weighting: 'flat' | 'harmonic';
  /** Users are drawn with `seed` until they hold this many actions; the rest is not counted. */
  readonly maxActions: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

export interface CoEngagementCounts {
  /** Symmetric [pins, pins], diagonal empty: how often two pins stood within one window. */
  readonly counts: SparseMatrix;
  /** Counted actions on each pin. */
  readonly actionsOfPin: Float64Array;
}

/**
 * Counts within a sliding window over each timeline which pins are engaged together. Works pin by
 * pin over an inverted index, so that memory is the result plus one dense row, and the order of
 * additions (hence every bit) depends on the timelines alone. No usable action gives an empty matrix.
 */
export function countCoEngagement(
  timelines: Timelines,
  pinCount: number,
  options: CountOptions,
): CoEngagementCounts {
  const { offsets, pin, atMs } = timelines;
  const { window, untilMs } = options;
  const chosen = usersWithin(timelines, options);
  const actionsOfPin = new Float64Array(pinCount);
  // Usable actions of user u are offsets[u] … ends[u]: timelines ascend by time.
  const ends = new Uint32Array(timelines.userCount);
  for (let user = 0; user < timelines.userCount; user++) {
    let end = offsets[user]!;
    if (chosen[user] === 1)
      while (end < offsets[user + 1]! && atMs[end]! <= untilMs) {
        actionsOfPin[pin[end]!]! += 1;
        end++;
      }
    ends[user] = end;
  }
  const { starts, actions, owners } = invert(timelines, ends, actionsOfPin);

  const weights = Float64Array.from({ length: window + 1 }, (_, distance) =>
    options.weighting === 'harmonic' && distance > 0 ? 1 / distance : 1,
  );
  const rows = new SparseRows(pinCount, pinCount);
  const sum = new Float64Array(pinCount);
  for (let row = 0; row < pinCount; row++) {
    if ((row & 1023) === 0) throwIfCancelled(options.signal);
    const touched: number[] = [];
    for (let k = starts[row]!; k < starts[row + 1]!; k++) {
      const action = actions[k]!;
      const user = owners[k]!;
      const from = Math.max(offsets[user]!, action - window);
      const to = Math.min(ends[user]! - 1, action + window);
      for (let other = from; other <= to; other++) {
        const column = pin[other]!;
        if (column === row) continue;
        if (sum[column] === 0) touched.push(column);
        sum[column]! += weights[Math.abs(other - action)]!;
      }
    }
    for (const column of Int32Array.from(touched).sort()) {
      rows.add(column, sum[column]!);
      sum[column] = 0;
    }
    rows.endRow();
  }
  return { counts: rows.finish(), actionsOfPin };
}

/** The users that are counted: all allowed ones, or a seeded draw of them within `maxActions`. */
function usersWithin(timelines: Timelines, options: CountOptions): Uint8Array {
  const { offsets, userCount } = timelines;
  const { users, maxActions } = options;
  const allowed: number[] = [];
  let total = 0;
  for (let user = 0; user < userCount; user++) {
    if (users[user] !== 1) continue;
    allowed.push(user);
    total += offsets[user + 1]! - offsets[user]!;
  }
  const chosen = new Uint8Array(userCount);
  if (total > maxActions) Rng.derive(options.seed, 'coEngagementUsers').shuffle(allowed);
  let held = 0;
  for (const user of allowed) {
    if (held >= maxActions) break;
    chosen[user] = 1;
    held += offsets[user + 1]! - offsets[user]!;
  }
  return chosen;
}

/** For each pin the usable actions on it, ascending, with their users. */
function invert(
  timelines: Timelines,
  ends: Uint32Array,
  actionsOfPin: Float64Array,
): { starts: Float64Array; actions: Uint32Array; owners: Uint32Array } {
  const pinCount = actionsOfPin.length;
  const starts = new Float64Array(pinCount + 1);
  for (let v = 0; v < pinCount; v++) starts[v + 1] = starts[v]! + actionsOfPin[v]!;
  const next = starts.slice();
  const actions = new Uint32Array(starts[pinCount]!);
  const owners = new Uint32Array(starts[pinCount]!);
  for (let user = 0; user < timelines.userCount; user++)
    for (let action = timelines.offsets[user]!; action < ends[user]!; action++) {
      const v = timelines.pin[action]!;
      const at = next[v]!;
      next[v] = at + 1;
      actions[at] = action;
      owners[at] = user;
    }
  return { starts, actions, owners };
}
