import type { Device } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { VALIDATION } from '../data/split.js';
import { endsAt } from '../evaluate/ends-at.js';
import { type EvaluationTargets, evaluationTargets } from '../evaluate/targets.js';
import { knownMembers, validationRecall } from '../evaluate/validation.js';
import { createUserEncoder } from '../model/encoder.js';
import { createPinEncoder } from '../model/pin-encoder.js';
import { isUsable, sequenceRule } from '../model/sequence.js';
import type { ValidationPoint } from './checkpoint.js';
import type { PhaseSetup } from './phase-setup.js';

/** Measures a model on the validation users of a run: recall@10, one embedding a user, at the phase's end. */
export interface Validator {
  readonly users: number;
  readonly targets: number;
  measure(
    parameters: Readonly<Record<string, Float32Array>>,
    step: number,
  ): Promise<ValidationPoint>;
}

/**
 * Looks at (end of training time, + 14 d] of the validation users (spec §1). A validator of 0 users has
 * nobody to measure.
 */
export function makeValidator(
  device: Device,
  dataset: Dataset,
  setup: PhaseSetup,
  signal: AbortSignal | undefined,
): Validator {
  const { modelData, inputs, untilMs } = setup;
  const { model } = setup.task.config;
  const rule = sequenceRule(model, modelData);
  const { timelines } = dataset;
  const targets = evaluationTargets(timelines, {
    protocol: 'actions',
    atMs: untilMs,
    users: Int32Array.from(
      Array.from(inputs.split.keys()).filter(user => inputs.split[user] === VALIDATION),
    ),
    knownPins: inputs.known,
    sequenceLength: model.sequenceLength,
    isUsable: action => isUsable(timelines, rule, action),
  });
  const members = knownMembers(inputs.known);
  return {
    users: targets.users.length,
    targets: targets.pin.length,
    async measure(parameters, step) {
      const { recallAt10 } = await validationRecall(device, {
        userEmbeddings: await embedUsers(device, dataset, setup, parameters, targets, signal),
        pinEmbeddings: await embedPins(device, setup, parameters, signal),
        width: model.dimension,
        targets,
        members,
        signal,
      });
      const orNull = (value: number) => (Number.isNaN(value) ? null : value);
      return {
        step,
        all: orNull(recallAt10.all),
        new: orNull(recallAt10.new),
        repeat: orNull(recallAt10.repeat),
      };
    },
  };
}

async function embedUsers(
  device: Device,
  dataset: Dataset,
  setup: PhaseSetup,
  parameters: Readonly<Record<string, Float32Array>>,
  targets: EvaluationTargets,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const encoder = await createUserEncoder(device, {
    config: setup.task.config.model,
    data: setup.modelData,
    parameters,
    columns: dataset.timelines,
    pinFeatures: setup.inputs.pinFeatures,
    signal,
  });
  try {
    const ends = endsAt(dataset.timelines, targets.users, setup.untilMs);
    return await encoder.encode(targets.users, ends);
  } finally {
    encoder.dispose();
  }
}

async function embedPins(
  device: Device,
  setup: PhaseSetup,
  parameters: Readonly<Record<string, Float32Array>>,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const encoder = await createPinEncoder(device, {
    config: setup.task.config.model,
    data: setup.modelData,
    parameters,
    signal,
  });
  try {
    return await encoder.encode(parameters.pinTable ?? setup.inputs.pinFeatures);
  } finally {
    encoder.dispose();
  }
}
