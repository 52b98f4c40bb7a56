import type { Timelines } from '../../src-main/data/columns.js';
import { parseModelConfig } from '../../src-main/model/config.js';
import { sequenceRule } from '../../src-main/model/sequence.js';
import {
  type TrainingTimelines,
  trainingTimelines,
} from '../../src-main/train/training-timelines.js';

export const DAY = 86_400_000;

/** [pin, day, positive?, type?] */
export type TinyAction = readonly [pin: number, day: number, positive?: boolean, type?: number];

/** Timelines from a list of actions per user, ascending by day. */
export function tinyTimelines(...users: readonly (readonly TinyAction[])[]): Timelines {
  const all = users.flat();
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((actions, user) => {
    offsets[user + 1] = offsets[user]! + actions.length;
  });
  return {
    userCount: users.length,
    actionCount: all.length,
    offsets,
    pin: Int32Array.from(all, ([pin]) => pin),
    atMs: Float64Array.from(all, ([, day]) => day * DAY),
    type: Uint8Array.from(all, ([, , , type]) => type ?? 0),
    surface: new Uint8Array(all.length),
    durationSeconds: new Float32Array(all.length),
    positive: Uint8Array.from(all, ([, , positive]) => (positive === false ? 0 : 1)),
  };
}

export const everyAction = sequenceRule(parseModelConfig({ hidden: 8, heads: 2 }), {
  embeddingWidth: 2,
  actionTypes: 256,
  surfaces: 256,
  has: { type: true, surface: true, duration: true },
});

/** All users train up to `untilDay`; all pins are known. */
export function tinyTraining(timelines: Timelines, untilDay = 1e6, pins = 100): TrainingTimelines {
  return trainingTimelines(timelines, {
    isTrainingUser: new Uint8Array(timelines.userCount).fill(1),
    untilMs: untilDay * DAY,
    knownPins: new Uint8Array(pins).fill(1),
    rule: everyAction,
  });
}
