import { type Tensor, valueAndGrads } from '@tensorflow/tfjs-core';
import type {
  NamedTensors,
  ProgramFunction,
  ProgramSpecs,
  TensorSpec,
  TensorSpecs,
} from '../compute/program.js';
import { scoped } from '../compute/scope.js';
import { type BatchPlan, batchInputSpecs } from './batch-layout.js';
import { type ModelConfig, type ModelData, pinWidth } from './config.js';
import { dropoutSpecs } from './dropout.js';
import { batchLoss, type LossOptions, temperatureOf } from './loss.js';
import { applyGradients, OPTIMIZER_INPUTS, type Optimizer } from './optimizer.js';
import { parameterSpecs } from './parameters.js';
import { parameterTensors, type StateLayout, stateLayout } from './state-layout.js';

export interface TrainStep {
  readonly fn: ProgramFunction;
  readonly specs: ProgramSpecs;
  readonly layout: StateLayout;
}

/**
 * One program of fixed shapes: loss, gradients, clipping by global norm, Adam. State: parameters and
 * moments as state-layout has them. Inputs: the batch (batch-layout), `optimizerInputs`, and
 * `writeDropout`'s masks when there is dropout; of several lanes each takes its share of the batch.
 * Outputs, scalars: `loss`, `gradientNorm` (before clipping), `temperature`. A step whose loss or gradient
 * is not finite leaves the state unchanged.
 */
export function trainStep(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  optimizer: Optimizer,
  options: LossOptions = {},
): TrainStep {
  const layout = stateLayout(parameterSpecs(config, data), optimizer, plan.lanes);
  const fn: ProgramFunction = (state, inputs) => {
    const parameters = parameterTensors(layout, state);
    const own = lossAndGradients(parameters, given =>
      batchLoss(config, data, plan, given, inputs, options),
    );
    const update = scoped('optimizer', () =>
      applyGradients(optimizer, layout, state, inputs, own.gradients, own.value),
    );
    const { loss, gradientNorm } = update;
    const temperature = temperatureOf(config, parameters);
    return { state: update.state, outputs: { loss, gradientNorm, temperature } };
  };
  const inputs = {
    ...trainBatchSpecs(config, data, plan),
    ...OPTIMIZER_INPUTS,
    ...dropoutSpecs(config, plan),
  };
  return { fn, specs: { state: layout.specs, inputs }, layout };
}

/**
 * What the sampler fills; with `pinInput: learned` int32 `poolIds` and `pinIds` in place of `pool` and
 * `pins`.
 */
export function trainBatchSpecs(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
): TensorSpecs {
  const specs = batchInputSpecs(plan, pinWidth(config, data));
  if (config.pinInput === 'given') return specs;
  if (plan.pieces > 1) throw new Error('internal: a learned table is read by one piece');
  const { pool: _, pins: __, ...others } = specs;
  const ids = (pins: number) => ({ shape: [pins], dtype: 'int32' }) as const;
  return { poolIds: ids(plan.poolPins / plan.lanes), pinIds: ids(plan.inputPins), ...others };
}

/** Of a training's arrays by name: `p.*` parameters, `m.*` and `v.*` moments. */
export function stateSpecs(config: ModelConfig, data: ModelData): TensorSpecs {
  const specs: Record<string, TensorSpec> = {};
  for (const prefix of ['p', 'm', 'v'])
    for (const [name, spec] of Object.entries(parameterSpecs(config, data)))
      specs[`${prefix}.${name}`] = spec;
  return specs;
}

/** Arrays of a run that has not made a step: the parameters and zero moments. */
export function initialState(
  parameters: Readonly<Record<string, Float32Array>>,
): Record<string, Float32Array> {
  const state: Record<string, Float32Array> = {};
  for (const [name, values] of Object.entries(parameters)) state[`p.${name}`] = values;
  for (const prefix of ['m', 'v'])
    for (const [name, values] of Object.entries(parameters))
      state[`${prefix}.${name}`] = new Float32Array(values.length);
  return state;
}

/** The parameters within a train step's state. */
export function parametersOf(
  state: Readonly<Record<string, Float32Array | Int32Array>>,
): Record<string, Float32Array> {
  const parameters: Record<string, Float32Array> = {};
  for (const [name, values] of Object.entries(state))
    if (name.startsWith('p.') && values instanceof Float32Array) parameters[name.slice(2)] = values;
  return parameters;
}

function lossAndGradients(
  parameters: NamedTensors,
  loss: (parameters: NamedTensors) => Tensor,
): { value: Tensor; gradients: NamedTensors } {
  const names = Object.keys(parameters);
  const run = valueAndGrads((...values: Tensor[]) =>
    loss(Object.fromEntries(values.map((value, index) => [names[index], value]))),
  );
  const { value, grads } = run(Object.values(parameters));
  return {
    value,
    gradients: Object.fromEntries(grads.map((gradient, index) => [names[index], gradient])),
  };
}
