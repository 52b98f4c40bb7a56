import { add, concat, exp, gather, split, type Tensor } from '@tensorflow/tfjs-core';
import { allGather } from '../compute/ops/collectives.js';
import { sumInPieces } from '../compute/ops/in-pieces.js';
import { sampledSoftmax } from '../compute/ops/sampled-softmax.js';
import { at } from '../compute/ops/with-gradient.js';
import type { NamedTensors } from '../compute/program.js';
import { scoped } from '../compute/scope.js';
import { type BatchPlan, seenByPiece } from './batch-layout.js';
import type { ModelConfig, ModelData } from './config.js';
import { inputLayer } from './input-layer.js';
import { entry, packBatch } from './packed-batch.js';
import { pinTower, userHead } from './towers.js';
import { blockWeights, dropWith, transformer } from './transformer.js';

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
 * describes; of several lanes each has the sum over its own rows, which it makes in the plan's pieces.
 */
export function batchLoss(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  parameters: NamedTensors,
  inputs: NamedTensors,
  options: LossOptions = {},
): Tensor {
  const read = readByPieces(config, parameters);
  const tables = pinTables(config, parameters, inputs);
  const part = scoped('pinTower', () => pinTower(config, parameters, tables.pool)); // [W / C, D]
  const pinVectors = allGather(part, plan.lanes); // [W, D]
  const names = Object.keys(read);
  return sumInPieces([...Object.values(read), pinVectors], plan.pieces, (given, k) => {
    const own = Object.fromEntries(names.map((name, index) => [name, at(given, index)]));
    const seen = seenByPiece(plan, k, inputs);
    const pins = tables.pins ?? entry(seen, 'pins');
    return pieceLoss(config, data, plan, own, at(given, names.length), pins, seen, options);
  });
}

/** What pieces read of the model: no pin tower, and the blocks' weights as sequences read them. */
function readByPieces(config: ModelConfig, parameters: NamedTensors): NamedTensors {
  const others = Object.entries(parameters).filter(([name]) => {
    if (name === 'projection') return config.userHead === 'residual';
    return !name.startsWith('pinTower.') && !/^block\d+\./.test(name) && name !== 'pinTable';
  });
  return { ...Object.fromEntries(others), ...blockWeights(config, parameters) };
}

/** The sum over one piece's rows. `model` is what `readByPieces` gives, `pinVectors` [W, D], `pins` [P, E]. */
function pieceLoss(
  config: ModelConfig,
  data: ModelData,
  plan: BatchPlan,
  model: NamedTensors,
  pinVectors: Tensor,
  pins: Tensor,
  inputs: NamedTensors,
  options: LossOptions,
): Tensor {
  const batch = packBatch(inputs, plan.groups);
  const x = scoped('input', () => inputLayer(config, data, model, batch, pins)); // [N, H]
  const rows = transformer(config, model, batch, x, { ...options, drop: dropWith(inputs) });
  const users = scoped('userHead', () => userHead(config, model, batch, rows, pins)); // [Q, D]
  return scoped('loss', () =>
    sampledSoftmax(
      gather(users, entry(inputs, 'rowSlot')),
      pinVectors,
      temperatureOf(config, model),
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

/**
 * The vectors of the lane's pool, [W / C, E]; those of the sequences' pins too where a learned table is
 * read, once for both.
 */
function pinTables(
  config: ModelConfig,
  parameters: NamedTensors,
  inputs: NamedTensors,
): { pool: Tensor; pins?: Tensor } {
  if (config.pinInput === 'given') return { pool: entry(inputs, 'pool') };
  const poolIds = entry(inputs, 'poolIds');
  const pinIds = entry(inputs, 'pinIds');
  const table = entry(parameters, 'pinTable');
  const [pool, pins] = split(gather(table, concat([poolIds, pinIds])), [poolIds.size, pinIds.size]);
  if (!pool || !pins) throw new Error('internal: a split in two gave less');
  return { pool, pins };
}
