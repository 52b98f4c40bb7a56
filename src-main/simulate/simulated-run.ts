import type { Device } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { trainingUsers, type UserRule } from '../data/split.js';
import type { ModelConfig, ModelData } from '../model/config.js';
import { createUserEncoder } from '../model/encoder.js';
import { createPinEncoder } from '../model/pin-encoder.js';
import { isUsable, sequenceRule } from '../model/sequence.js';

/** What the simulation reads of a trained model; structurally a RunModel of train/. */
export interface TrainedModel {
  readonly run: string;
  readonly config: { readonly model: ModelConfig; readonly users: UserRule };
  readonly data: ModelData;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly pinFeatures: { readonly values: Float32Array; readonly known: Uint8Array };
  /** t: the end of its training. */
  readonly atMs: number;
  readonly contentHash: string;
  /** 0 train, 1 validation, 2 test for each user of the data set. */
  readonly split: Uint8Array;
}

/** A model made ready to be replayed over a data set. */
export interface SimulatedRun {
  readonly run: string;
  readonly atMs: number;
  readonly contentHash: string;
  readonly split: Uint8Array;
  /** 1 for each user whose past was trained on; popularity is counted over them. */
  readonly isTrainingUser: Uint8Array;
  /** M. */
  readonly sequenceLength: number;
  /** True when the action may stand in this model's sequences. */
  isUsable(action: number): boolean;
  /** 1 for each pin whose features are known at t. */
  readonly knownPins: Uint8Array;
  /** The features themselves, [pins, E], for baselines without training. */
  readonly pinFeatures: Float32Array;
  /** [pins, D]; rows of pins without features mean nothing. */
  readonly pinEmbeddings: Float32Array;
  /** D. */
  readonly width: number;
  /** User embeddings [n, D] of the sequences of users[i] before action ends[i]. */
  encode(users: Int32Array, ends: Uint32Array): Promise<Float32Array>;
  dispose(): void;
}

/** Compiles a model's towers and embeds all pins. */
export async function openSimulatedRun(
  device: Device,
  dataset: Dataset,
  model: TrainedModel,
  signal?: AbortSignal,
): Promise<SimulatedRun> {
  const { data, parameters, pinFeatures } = model;
  const config = model.config.model;
  const pins = await createPinEncoder(device, { config, data, parameters, signal });
  let pinEmbeddings: Float32Array;
  try {
    pinEmbeddings = await pins.encode(parameters.pinTable ?? pinFeatures.values);
  } finally {
    pins.dispose();
  }
  const users = await createUserEncoder(device, {
    config,
    data,
    parameters,
    columns: dataset.timelines,
    pinFeatures: pinFeatures.values,
    signal,
  });
  const rule = sequenceRule(config, data);
  return {
    run: model.run,
    atMs: model.atMs,
    contentHash: model.contentHash,
    split: model.split,
    isTrainingUser: trainingUsers(model.split, model.config.users),
    sequenceLength: config.sequenceLength,
    isUsable: action => isUsable(dataset.timelines, rule, action),
    knownPins: pinFeatures.known,
    pinFeatures: pinFeatures.values,
    pinEmbeddings,
    width: config.dimension,
    encode: (of, ends) => users.encode(of, ends),
    dispose: () => users.dispose(),
  };
}
