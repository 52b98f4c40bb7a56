import { Rng } from '../../src-main/base/rng.js';
import {
  type Device,
  type HostArray,
  type HostArrays,
  type ProgramFunction,
  sizeOf,
} from '../../src-main/compute/program.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { type BatchPlan, MASKED } from '../../src-main/model/batch-layout.js';
import { type ModelConfig, type ModelData, parseModelConfig } from '../../src-main/model/config.js';
import { writeSequenceFeatures } from '../../src-main/model/features.js';
import { inputLayer } from '../../src-main/model/input-layer.js';
import type { LossOptions } from '../../src-main/model/loss.js';
import { batchLoss } from '../../src-main/model/loss.js';
import { DEFAULT_OPTIMIZER, optimizerInputs } from '../../src-main/model/optimizer.js';
import { packBatch } from '../../src-main/model/packed-batch.js';
import { initialParameters, parameterSpecs } from '../../src-main/model/parameters.js';
import type { ActionColumns } from '../../src-main/model/sequence.js';
import { packState, unpackState } from '../../src-main/model/state-layout.js';
import { userHead } from '../../src-main/model/towers.js';
import { initialState, trainBatchSpecs, trainStep } from '../../src-main/model/train-step.js';
import { blockWeights, transformer } from '../../src-main/model/transformer.js';

export const tinyData: ModelData = {
  embeddingWidth: 6,
  pins: 20,
  actionTypes: 3,
  surfaces: 2,
  has: { type: true, surface: true, duration: true },
};

export function tinyConfig(changes: Record<string, unknown> = {}): ModelConfig {
  return parseModelConfig({
    sequenceLength: 8,
    hidden: 8,
    layers: 2,
    heads: 2,
    dimension: 4,
    categoryWidth: 3,
    ...changes,
  });
}

export const tinyPlan: BatchPlan = {
  lanes: 1,
  pieces: 1,
  groups: [{ users: 3, length: 8, queries: 2 }],
  rows: 6,
  poolPins: 7,
  inputPins: 12,
  userPositives: 2,
};

/** Timelines of `users` users with 5 to 12 actions on `pins` pins, seconds to days apart. */
export function tinyColumns(seed: number, users = 3, pins = 12): ActionColumns {
  const rng = Rng.derive(seed, 'columns');
  const offsets = new Uint32Array(users + 1);
  for (let u = 0; u < users; u++) offsets[u + 1] = offsets[u]! + 5 + rng.int(8);
  const count = offsets[users]!;
  const columns = {
    offsets,
    pin: Int32Array.from({ length: count }, () => rng.int(pins)),
    atMs: new Float64Array(count),
    type: Uint8Array.from({ length: count }, () => rng.int(3)),
    surface: Uint8Array.from({ length: count }, () => rng.int(2)),
    durationSeconds: Float32Array.from({ length: count }, () => 40 * rng.uniform()),
  };
  for (let u = 0; u < users; u++) {
    let at = 1_600_000_000_000 + rng.int(1e9);
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      at += Math.floor(1000 * Math.exp(12 * rng.uniform()));
      columns.atMs[i] = at;
    }
  }
  return columns;
}

export function emptyArrays(
  specs: Readonly<Record<string, { shape: readonly number[]; dtype: string }>>,
): Record<string, HostArray> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [
      name,
      dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape)),
    ]),
  );
}

/** A batch of random values that obeys the layout; user g·i has its last actions, at most the length. */
export function randomBatch(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  seed: number,
): Record<string, HostArray> {
  const rng = Rng.derive(seed, 'batch');
  const inputs = emptyArrays(trainBatchSpecs(config, data, plan));
  const floats = (name: string) => inputs[name] as Float32Array;
  const integers = (name: string) => inputs[name] as Int32Array;
  const users = plan.groups.reduce((sum, group) => sum + group.users, 0);
  const columns = tinyColumns(seed, users, plan.inputPins);
  for (const table of [inputs.pins, inputs.pool])
    if (table) for (let i = 0; i < table.length; i++) table[i] = rng.normal();
  for (const ids of [inputs.pinIds, inputs.poolIds]) ids?.set(ids.map((_, i) => i));
  let user = 0;
  let slots = 0;
  plan.groups.forEach((group, g) => {
    const target = {
      type: integers(`g${g}.type`),
      surface: integers(`g${g}.surface`),
      scalars: floats(`g${g}.scalars`),
      phases: floats(`g${g}.phases`),
      count: integers(`g${g}.count`),
    };
    for (let u = 0; u < group.users; u++, user++) {
      const end = columns.offsets[user + 1]!;
      const count = Math.min(group.length, end - columns.offsets[user]!);
      const actions = Int32Array.from({ length: count }, (_, i) => end - count + i);
      writeSequenceFeatures(columns, actions, count, group.length, u, target);
      actions.forEach((action, i) => {
        integers(`g${g}.pin`)[(u + 1) * group.length - count + i] = columns.pin[action]!;
      });
      for (let s = 0; s < group.queries; s++)
        integers(`g${g}.query`)[u * group.queries + s] = group.length - 1 - rng.int(count);
    }
    slots += group.users * group.queries;
  });
  for (let w = 0; w < plan.poolPins; w++) floats('poolBias')[w] = rng.normal();
  for (let u = 0; u < users; u++)
    for (let k = 0; k < plan.userPositives; k++) {
      integers('userPositive')[u * plan.userPositives + k] = (u * 2 + k) % plan.poolPins;
      floats('userPositiveBias')[u * plan.userPositives + k] = rng.uniform() < 0.5 ? MASKED : -0.7;
    }
  for (let r = 0; r < plan.rows; r++) {
    integers('rowSlot')[r] = r % slots;
    const perUser = slots / users;
    const owner = Math.floor((r % slots) / perUser);
    integers('rowUser')[r] = owner;
    integers('rowTarget')[r] = (owner * 2 + (r % 2)) % plan.poolPins;
    floats('rowTargetBias')[r] = rng.normal();
    floats('rowWeight')[r] = 1 / plan.rows;
  }
  return inputs;
}

/** Parameters with every array moved off its start, so that gates and biases take part. */
export function randomParameters(
  config: ModelConfig,
  data: ModelData,
  seed: number,
  spread = 0.3,
): Record<string, Float32Array> {
  const rng = Rng.derive(seed, 'parameters');
  const parameters = initialParameters(config, data, rng);
  for (const values of Object.values(parameters))
    for (let i = 0; i < values.length; i++) values[i] = values[i]! + spread * rng.normal();
  return parameters;
}

export interface StepRun {
  readonly outputs: Record<string, HostArray>[];
  readonly state: Record<string, HostArray>;
}

/** Runs `steps` train steps on one batch. */
export async function runSteps(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  batch: HostArrays,
  parameters: Record<string, Float32Array>,
  options: { steps?: number; rate?: number; device?: Device } & LossOptions = {},
): Promise<StepRun> {
  const device = options.device ?? openReferenceDevice();
  const { fn, specs, layout } = trainStep(config, data, plan, DEFAULT_OPTIMIZER, options);
  const start = packState(layout, initialState(parameters));
  const state = await device.createState(specs.state, start);
  const program = await device.compile(fn, specs, 'step');
  const outputs: Record<string, HostArray>[] = [];
  for (let step = 1; step <= (options.steps ?? 1); step++)
    outputs.push(
      await program.run(state, {
        ...batch,
        ...optimizerInputs(DEFAULT_OPTIMIZER, options.rate ?? 1e-2, step),
      }),
    );
  const values = unpackState(layout, (await state.read()) as Record<string, Float32Array>);
  program.dispose();
  state.dispose();
  return { outputs, state: values };
}

/** User embeddings [Q, D] at the queried positions of a batch. */
export async function userEmbeddings(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  batch: HostArrays,
  parameters: Record<string, Float32Array>,
  options: { device?: Device; unpruned?: boolean } = {},
): Promise<Float32Array> {
  const device = options.device ?? openReferenceDevice();
  const fn: ProgramFunction = (state, inputs) => {
    const packed = packBatch(inputs, plan.groups);
    const pins = inputs.pins!;
    const x = inputLayer(config, data, state, packed, pins);
    const rows = transformer(config, blockWeights(config, state), packed, x, {
      drop: (_name, kept) => kept,
      unpruned: options.unpruned ?? false,
    });
    return { state: {}, outputs: { users: userHead(config, state, packed, rows, pins) } };
  };
  const specs = {
    state: parameterSpecs(config, data),
    inputs: trainBatchSpecs(config, data, plan),
  };
  const state = await device.createState(specs.state, parameters);
  const program = await device.compile(fn, specs, 'users');
  const { users } = await program.run(state, batch);
  program.dispose();
  state.dispose();
  return users as Float32Array;
}

/** Loss of a batch, without a step. */
export async function lossOf(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  batch: HostArrays,
  parameters: Record<string, Float32Array>,
): Promise<number> {
  const device = openReferenceDevice();
  const specs = {
    state: parameterSpecs(config, data),
    inputs: trainBatchSpecs(config, data, plan),
  };
  const state = await device.createState(specs.state, parameters);
  const program = await device.compile(
    (weights, inputs) => ({
      state: {},
      outputs: { loss: batchLoss(config, data, plan, weights, inputs) },
    }),
    specs,
  );
  const { loss } = await program.run(state, batch);
  return loss![0]!;
}

/** Largest absolute difference of two arrays. */
export function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}
