import type { Dataset } from '../../src-main/data/columns.js';
import type { SimulatedRun } from '../../src-main/simulate/simulated-run.js';
import { type TinyAction, tinyTimelines } from '../evaluate/tiny-timelines.js';

export const DAY = 86_400_000;
export const t = 100 * DAY;
export const PINS = 40;
/** Users walk along the circle of pins, one step every six hours: the next pin is the last one plus 1. */
export function walkers(users: number, days: number): TinyAction[][] {
  return Array.from({ length: users }, (_, user) =>
    Array.from({ length: 4 * days }, (_, step) => ({
      pin: (user * 7 + step) % PINS,
      atMs: t - 5 * DAY + step * (DAY / 4) + user,
    })),
  );
}

const strings = (prefix: string, length: number) => ({
  length,
  at: (i: number) => `${prefix}${i}`,
  indexOf: (value: string) => Number(value.slice(prefix.length)),
});

export function datasetOf(actions: TinyAction[][]): Dataset {
  return {
    name: 'walkers',
    folder: '',
    contentHash: 'abc',
    has: {
      type: false,
      surface: false,
      duration: false,
      time: true,
      embedding: false,
      interests: true,
      title: false,
    },
    actionTypes: [],
    surfaces: [],
    timelines: tinyTimelines(...actions),
    userIds: strings('u', actions.length),
    pins: {
      count: PINS,
      embeddingWidth: 0,
      embeddings: new Float32Array(0),
      interestOffsets: Uint32Array.from({ length: PINS + 1 }, (_, i) => i),
      interests: Int32Array.from({ length: PINS }, (_, i) => i % 4),
      interestNames: ['a', 'b', 'c', 'd'],
      firstAtMs: new Float64Array(PINS),
      ids: strings('p', PINS),
      titles: strings('', PINS),
    },
    firstAtMs: 0,
    lastAtMs: t + 20 * DAY,
  };
}

/** Pins on the circle, [PINS, 2]. */
export const circle = Float32Array.from({ length: PINS * 2 }, (_, i) => {
  const angle = (2 * Math.PI * (i >> 1)) / PINS;
  return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

/** A "model" that embeds a user at the pin `ahead` steps after the newest one it knows. */
export function walkerRun(
  dataset: Dataset,
  run: string,
  ahead: number,
): SimulatedRun & { asked: number } {
  const self = {
    run,
    asked: 0,
    atMs: t,
    contentHash: 'abc',
    split: new Uint8Array(dataset.timelines.userCount).fill(2),
    isTrainingUser: new Uint8Array(dataset.timelines.userCount),
    sequenceLength: 8,
    isUsable: () => true,
    knownPins: new Uint8Array(PINS).fill(1),
    pinFeatures: circle,
    pinEmbeddings: circle,
    width: 2,
    async encode(users: Int32Array, ends: Uint32Array) {
      self.asked += users.length;
      const rows = new Float32Array(users.length * 2);
      ends.forEach((end, i) => {
        const pin = (dataset.timelines.pin[end - 1]! + ahead) % PINS;
        rows.set(circle.subarray(pin * 2, pin * 2 + 2), i * 2);
      });
      return rows;
    },
    dispose() {},
  };
  return self;
}
