import type { Device } from '../../src-main/compute/program.js';
import { type UserTimeline, userTimeline } from '../../src-main/inspect/user-timeline.js';
import { createUserEncoder, type UserEncoder } from '../../src-main/model/encoder.js';
import { randomParameters, tinyColumns, tinyConfig, tinyData } from '../model/fixture.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** E = D = 4: pin v's vector is one of four unit vectors, v mod 4. */
const meanData = { ...tinyData, embeddingWidth: 4 };
export const meanConfig = tinyConfig({
  sequenceLength: 40,
  userHead: 'residual',
  pinTower: 'residual',
});

/** Unit vectors of 12 pins, [12, 4]: features and embeddings alike. */
export const unitPins = Float32Array.from({ length: 12 * 4 }, (_, i) =>
  Math.floor(i / 4) % 4 === i % 4 ? 1 : 0,
);

/**
 * A model whose user embedding is the normalised sum of the pins' unit vectors: gates shut, projection the
 * identity, all ages weighed alike. What it does can be worked by hand.
 */
export function createMeanEncoder(device: Device): Promise<UserEncoder> {
  const parameters = randomParameters(meanConfig, meanData, 1);
  return createUserEncoder(device, {
    config: meanConfig,
    data: meanData,
    parameters: {
      ...parameters,
      'userHead.gate': Float32Array.of(0),
      'userHead.recency': new Float32Array(40),
      projection: Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0)),
    },
    columns: tinyColumns(1),
    pinFeatures: unitPins,
    batchSequences: 4,
  });
}

export interface SmallAction {
  readonly pin: number;
  readonly atMs: number;
  readonly surface?: number;
  readonly positive?: boolean;
}

export function timelineOf(actions: readonly SmallAction[]): UserTimeline {
  return userTimeline({
    pin: Int32Array.from(actions, ({ pin }) => pin),
    atMs: Float64Array.from(actions, ({ atMs }) => atMs),
    type: new Uint8Array(actions.length),
    surface: Uint8Array.from(actions, ({ surface }) => surface ?? 0),
    durationSeconds: new Float32Array(actions.length),
    positive: Uint8Array.from(actions, ({ positive }) => (positive === false ? 0 : 1)),
  });
}
