import { add, concat, exp, gather, split, type Tensor } from '@tensorflow/tfjs-core';
import { allGather } from '../compute/ops/collectives.js';
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
 * describes; of several lanes each has the sum over its own rows.
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
  const { pool, pins } = pinTables(config, parameters, inputs); // [W / C, E], [P, E]
  const x = scoped('input', () => inputLayer(config, data, parameters, batch, pins)); // [N, H]
  const rows = transformer(config, parameters, batch, x, { ...options, drop: dropWith(inputs) });
  const users = scoped('userHead', () => userHead(config, parameters, batch, rows, pins)); // [Q, D]
  const part = scoped('pinTower', () => pinTower(config, parameters, pool)); // [W / C, D]
  const pinVectors = allGather(part, plan.lanes); // [W, D]
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

/** The vectors of the pool and of the sequences' pins; a learned table is read once for both. */
function pinTables(
  config: ModelConfig,
  parameters: NamedTensors,
  inputs: NamedTensors,
): { pool: Tensor; pins: Tensor } {
  if (config.pinInput === 'given')
    return { pool: entry(inputs, 'pool'), pins: entry(inputs, 'pins') };
  const poolIds = entry(inputs, 'poolIds');
  const pinIds = entry(inputs, 'pinIds');
  const table = entry(parameters, 'pinTable');
  const [pool, pins] = split(gather(table, concat([poolIds, pinIds])), [poolIds.size, pinIds.size]);
  if (!pool || !pins) throw new Error('internal: a split in two gave less');
  return { pool, pins };
}
