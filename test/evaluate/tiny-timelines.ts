import type { Timelines } from '../../src-main/data/columns.js';

export interface TinyAction {
  readonly pin: number;
  readonly atMs: number;
  /** Not positive when false. */
  readonly positive?: boolean;
  readonly type?: number;
}

/** Timelines from a list of actions per user, in source order. */
export function tinyTimelines(...users: TinyAction[][]): Timelines {
  const all = users.flat();
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((actions, user) => {
    offsets[user + 1] = offsets[user]! + actions.length;
  });
  return {
    userCount: users.length,
    actionCount: all.length,
    offsets,
    pin: Int32Array.from(all, a => a.pin),
    atMs: Float64Array.from(all, a => a.atMs),
    type: Uint8Array.from(all, a => a.type ?? 0),
    surface: new Uint8Array(all.length),
    durationSeconds: new Float32Array(all.length),
    positive: Uint8Array.from(all, a => (a.positive === false ? 0 : 1)),
  };
}
