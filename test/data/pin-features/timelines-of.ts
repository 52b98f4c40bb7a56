import type { Timelines } from '../../../src-main/data/columns.js';

/** Timelines written out as one list of [pin, atMs] per user. */
export function timelinesOf(users: readonly (readonly (readonly [number, number])[])[]): Timelines {
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((actions, user) => {
    offsets[user + 1] = offsets[user]! + actions.length;
  });
  const actions = users.flat();
  return {
    userCount: users.length,
    actionCount: actions.length,
    offsets,
    pin: Int32Array.from(actions, a => a[0]),
    atMs: Float64Array.from(actions, a => a[1]),
    type: new Uint8Array(actions.length),
    surface: new Uint8Array(actions.length),
    durationSeconds: new Float32Array(actions.length),
    positive: new Uint8Array(actions.length).fill(1),
  };
}

/** The same, with action k of a timeline at time k. */
export function inOrder(users: readonly (readonly number[])[]): Timelines {
  return timelinesOf(users.map(pins => pins.map((pin, k) => [pin, k] as const)));
}
