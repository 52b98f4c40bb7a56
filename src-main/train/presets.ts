import type { TrainConfigInput } from './config.js';

export const presetNames = ['tiny', 'small', 'modest', 'base', 'paper'] as const;
export type PresetName = (typeof presetNames)[number];
export const DEFAULT_PRESET: PresetName = 'modest';

/**
 * Named starting points; what a preset leaves out has the default of the config. `paper` is all
 * defaults. `modest` is the choice for small data: heads that start from the recency-weighted mean
 * of the user's pins, so that training can only add to that baseline. It makes pin features, where the
 * data brings none, from everybody's past: on check-ins that takes recall@10 of validation users from
 * .15 to .23 at t − 14 d, since most pins are known to few users. In deployed systems too pins are
 * embedded from all that is known of them; the default, training users alone, is stricter.
 */
export const presets: Record<PresetName, TrainConfigInput> = {
  tiny: {
    model: { hidden: 64, layers: 2, heads: 4, sequenceLength: 64, dimension: 64 },
    negatives: { random: 1024 },
    batchUsers: 32,
    steps: 1000,
    optimizer: { warmupSteps: 100 },
    validation: { everySteps: 100 },
    checkpointEverySteps: 100,
  },
  small: {
    model: { hidden: 128, layers: 3, heads: 4, sequenceLength: 128, dimension: 128 },
    negatives: { random: 4096 },
    batchUsers: 64,
    steps: 4000,
    optimizer: { warmupSteps: 400 },
  },
  modest: {
    model: {
      hidden: 64,
      layers: 2,
      heads: 4,
      sequenceLength: 64,
      dimension: 64,
      pinTower: 'residual',
      userHead: 'residual',
      dropout: { input: 0.1, residual: 0.1 },
    },
    negatives: { random: 2048 },
    batchUsers: 64,
    steps: 1000,
    optimizer: { warmupSteps: 100, weightDecay: 0.01 },
    validation: { everySteps: 100 },
    checkpointEverySteps: 100,
    pinFeatureUsers: 'everyone',
    pinFeatureWidth: 128,
  },
  base: {
    model: { hidden: 256, layers: 4, heads: 8, sequenceLength: 256, dimension: 256 },
    negatives: { random: 8192 },
    batchUsers: 128,
    steps: 10_000,
  },
  paper: {},
};

/** Lays `above` over `below`, object by object; what `above` leaves out stays. */
export function overlay(below: TrainConfigInput, above: TrainConfigInput): TrainConfigInput {
  return merge(below, above) as TrainConfigInput;
}

function merge(below: unknown, above: unknown): unknown {
  if (!isPlainObject(below) || !isPlainObject(above)) return above === undefined ? below : above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map(key => [key, merge(below[key], above[key])]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
