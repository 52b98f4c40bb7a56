import { badInput } from '../base/errors.js';
import { suggest } from '../base/nearest.js';
import type { Dataset } from '../data/columns.js';
import { pinFeaturesFor } from '../data/pin-features.js';
import { trainingUsers } from '../data/split.js';
import { sequenceRule } from '../model/sequence.js';
import type { FinishedTask } from './batch-maker.js';
import type { CheckpointMeta, Phase } from './checkpoint.js';
import type { TrainConfig } from './config.js';
import { finishTask } from './finish-task.js';
import { modelDataOf } from './model-data.js';
import { type PhaseInputs, readPhaseInputs, writePhaseInputs } from './phase-files.js';
import { trainingTimelines } from './training-timelines.js';

/** A phase, ready for its first step. */
export interface PhaseSetup {
  readonly phase: Phase;
  readonly folder: string;
  /** End of training time, UTC ms. */
  readonly untilMs: number;
  readonly modelData: CheckpointMeta['modelData'];
  readonly vocabulary: CheckpointMeta['vocabulary'];
  readonly inputs: PhaseInputs;
  readonly task: FinishedTask;
}

export interface PhaseRequest {
  readonly dataset: Dataset;
  readonly config: TrainConfig;
  readonly seed: number;
  readonly phase: Phase;
  readonly folder: string;
  readonly untilMs: number;
  readonly split: Uint8Array;
  /** Lanes that batches are dealt out to; 1 when left out. */
  readonly lanes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Prepares a phase from what stood at its end: vocabulary, pin features, training timelines, log Q and
 * plans. What was computed is stored in the phase's folder and read from there when the run goes on.
 */
export async function setUpPhase(request: PhaseRequest): Promise<PhaseSetup> {
  const { dataset, config, seed, phase, folder, untilMs, split } = request;
  const isTrainingUser = trainingUsers(split, config.users);
  const stored = await readPhaseInputs(folder, () => dataset.pins.embeddings);
  const features = stored
    ? { values: stored.pinFeatures, known: stored.known, width: stored.width }
    : pinFeaturesFor(dataset, {
        users:
          config.pinFeatureUsers === 'everyone'
            ? new Uint8Array(split.length).fill(1)
            : isTrainingUser,
        untilMs,
        width: config.pinFeatureWidth,
        identityWidth: config.pinIdentityWidth,
        seed,
        signal: request.signal,
      });
  const { modelData, vocabulary } = describeData(
    dataset,
    config,
    isTrainingUser,
    untilMs,
    features.width,
  );
  const timelines = trainingTimelines(dataset.timelines, {
    isTrainingUser,
    untilMs,
    knownPins: features.known,
    rule: sequenceRule(config.model, modelData),
  });
  const corpus = Int32Array.from(
    Array.from(features.known.keys()).filter(pin => features.known[pin] === 1),
  );
  const task = finishTask(
    {
      config,
      modelData,
      timelines,
      pins: { width: features.width, values: shared(features.values) },
      pinCount: dataset.pins.count,
      corpus,
      seed,
      phase,
    },
    stored?.drawCounts,
    { lanes: request.lanes },
  );
  const inputs: PhaseInputs = {
    split,
    width: features.width,
    pinFeatures: task.pins.values,
    known: features.known,
    drawCounts: task.drawCounts,
  };
  if (!stored) await writePhaseInputs(folder, inputs, dataset.pins.embeddingWidth > 0);
  return { phase, folder, untilMs, modelData, vocabulary, inputs, task };
}

/**
 * What the model may know of the data: the vocabulary is the action types and surfaces that training
 * users showed by `untilMs`, thinned by `sequenceTypes`.
 */
function describeData(
  dataset: Dataset,
  config: TrainConfig,
  isTrainingUser: Uint8Array,
  untilMs: number,
  embeddingWidth: number,
): { modelData: CheckpointMeta['modelData']; vocabulary: CheckpointMeta['vocabulary'] } {
  const { timelines, actionTypes, surfaces, has } = dataset;
  const seenTypes = new Uint8Array(256);
  const seenSurfaces = new Uint8Array(256);
  for (let user = 0; user < timelines.userCount; user++) {
    if (isTrainingUser[user] !== 1) continue;
    for (let action = timelines.offsets[user]!; action < timelines.offsets[user + 1]!; action++) {
      if (timelines.atMs[action]! > untilMs) break;
      seenTypes[timelines.type[action]!] = 1;
      seenSurfaces[timelines.surface[action]!] = 1;
    }
  }
  const wanted = config.model.sequenceTypes;
  for (const name of wanted)
    if (!actionTypes.includes(name))
      throw badInput(`the data has no action type "${name}".`, {
        where: 'model.sequenceTypes',
        remedy: suggest(name, actionTypes),
      });
  const nameOfType = (index: number) => actionTypes[index] ?? '';
  const seen = (flags: Uint8Array) => Array.from(flags.keys()).filter(index => flags[index] === 1);
  const sequenceTypes = seen(seenTypes).filter(
    index => wanted.length === 0 || wanted.includes(nameOfType(index)),
  );
  const sequenceSurfaces = seen(seenSurfaces);
  const modelData = {
    ...modelDataOf(dataset, embeddingWidth),
    sequenceTypes,
    sequenceSurfaces,
  };
  const vocabulary = {
    types: has.type ? sequenceTypes.map(nameOfType) : [],
    surfaces: has.surface ? sequenceSurfaces.map(index => surfaces[index] ?? '') : [],
  };
  return { modelData, vocabulary };
}

/** The same values in a SharedArrayBuffer, so that threads need no copy of their own. */
function shared(values: Float32Array): Float32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
