import { add, exp, gather, slice, type Tensor } from '@tensorflow/tfjs-core';
import { sampledSoftmax } from '../compute/ops/sampled-softmax.js';
import type { NamedTensors } from '../compute/program.js';
import { scoped } from '../compute/scope.js';
import type { BatchPlan } from './batch-layout.js';
import type { ModelConfig, ModelData } from './config.js';
import { inputLayer } from './input-layer.js';
import { entry, packBatch } from './packed-batch.js';
import { pinTower, userHead } from './towers.js';
import { dropWith, transformer } from './transformer.js';

export interface LossOptions {
  /** Runs the last block at all positions: the tests' yardstick. */
  readonly unpruned?: boolean;
  /** Sequences that go through the blocks together, at most; chosen by size when absent. */
  readonly usersPerChunk?: number;
}

/** τ = floor + e^θ (PinnerFormer §3.3.2). */
export function temperatureOf(config: ModelConfig, parameters: NamedTensors): Tensor {
  return add(exp(entry(parameters, 'temperature')), config.temperature.floor);
}

/**
 * The loss of one batch, a scalar: the weighted sum over rows of the sampled softmax with logQ
 * correction (PinnerFormer eq. 2, spec §4). Pure in `parameters` and `inputs`, which batch-layout
 * describes; with `pinInput: learned` the int32 [P] `pinIds` take the place of `pins`.
 */
export function batchLoss(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  parameters: NamedTensors,
  inputs: NamedTensors,
  options: LossOptions = {},
): Tensor {
  const batch = packBatch(inputs, plan.groups);
  const pins =
    config.pinInput === 'learned'
      ? gather(entry(parameters, 'pinTable'), entry(inputs, 'pinIds'))
      : entry(inputs, 'pins'); // [P, E]
  const x = scoped('input', () => inputLayer(config, data, parameters, batch, pins)); // [N, H]
  const rows = transformer(config, parameters, batch, x, { ...options, drop: dropWith(inputs) });
  const users = scoped('userHead', () => userHead(config, parameters, batch, rows, pins)); // [Q, D]
  const pool = slice(pins, [0, 0], [plan.poolPins, pins.shape[1] ?? 0]);
  const pinVectors = scoped('pinTower', () => pinTower(config, parameters, pool)); // [W, D]
  return scoped('loss', () =>
    sampledSoftmax(
      gather(users, entry(inputs, 'rowSlot')),
      pinVectors,
      temperatureOf(config, parameters),
      {
        poolBias: entry(inputs, 'poolBias'),
        userPositive: entry(inputs, 'userPositive'),
        userPositiveBias: entry(inputs, 'userPositiveBias'),
        rowUser: entry(inputs, 'rowUser'),
        rowTarget: entry(inputs, 'rowTarget'),
        rowTargetBias: entry(inputs, 'rowTargetBias'),
        rowWeight: entry(inputs, 'rowWeight'),
      },
    ),
  );
}
