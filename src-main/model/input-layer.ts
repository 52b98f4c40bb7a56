import {
  add,
  concat,
  gather,
  matMul,
  oneHot,
  reshape,
  slice,
  type Tensor,
  tile,
  zeros,
} from '@tensorflow/tfjs-core';
import { gatherMatMul, projectFixed } from '../compute/ops/gather-mat-mul.js';
import { rotatePhases } from '../compute/ops/phase-rotation.js';
import type { NamedTensors } from '../compute/program.js';
import { activeFeatures, type ModelConfig, type ModelData } from './config.js';
import { PHASE_BLOCKS, SCALAR_COLUMNS } from './features.js';
import { entry, type PackedBatch } from './packed-batch.js';

/**
 * V⁰ = A·W + PE (PinnerFormer A.2): the concatenated features of every action, projected to [N, H].
 * A is never built: the pins are projected on their own, and all other features come from the host
 * ready made, so that their weights alone carry phases and embedding tables. `pins` [P, E] is the
 * batch's pin table; it has a gradient only when it is learned.
 */
export function inputLayer(
  config: ModelConfig,
  data: ModelData,
  parameters: NamedTensors,
  batch: PackedBatch,
  pins: Tensor,
): Tensor {
  const features = activeFeatures(config, data);
  const get = (name: string) => entry(parameters, name);
  let rows = add(projectFixed(hostFeatures(data, features, batch), smallWeights()), get('input.b'));
  if (features.pin) rows = add(rows, pinRows(config, get('input.pin'), batch.pin, pins));
  if (features.positions) rows = add(rows, positionRows(get('positions'), config, batch));
  return rows; // [N, H]

  /** Weights of hostFeatures' columns, [F, H]; zero where a feature is off. */
  function smallWeights(): Tensor {
    const parts = [phaseWeights(), scalarWeights()];
    for (const name of ['type', 'surface'] as const)
      if (features[name]) parts.push(matMul<Tensor>(get(`${name}Table`), get(`input.${name}`)));
    return concat(parts, 0);
  }

  function phaseWeights(): Tensor {
    const cosines: Tensor[] = [];
    const sines: Tensor[] = [];
    for (const name of ['timestamp', 'sinceLatest', 'gap'] as const) {
      const { count } = PHASE_BLOCKS[name];
      const w = features[name]
        ? rotatePhases(get(`input.${name}`), get(`phase.${name}`))
        : zeros([2 * count, config.hidden]);
      cosines.push(slice(w, [0, 0], [count, config.hidden]));
      sines.push(slice(w, [count, 0], [count, config.hidden]));
    }
    return concat([...cosines, ...sines], 0); // [152, H]
  }

  function scalarWeights(): Tensor {
    const names = Object.keys(SCALAR_COLUMNS) as (keyof typeof SCALAR_COLUMNS)[];
    return concat(
      names.map(name => (features[name] ? get(`input.log.${name}`) : zeros([1, config.hidden]))),
      0,
    ); // [4, H]
  }
}

/** What the host gives of each action: phases, scalars and one-hot type and surface, [N, F]. */
function hostFeatures(
  data: ModelData,
  features: ModelConfig['features'],
  batch: PackedBatch,
): Tensor {
  const parts = [batch.phases, batch.scalars];
  if (features.type) parts.push(oneHot(batch.type, data.actionTypes, 1, 0, 'float32'));
  if (features.surface) parts.push(oneHot(batch.surface, data.surfaces, 1, 0, 'float32'));
  return concat(parts, 1);
}

function pinRows(config: ModelConfig, w: Tensor, index: Tensor, pins: Tensor): Tensor {
  return config.pinInput === 'learned'
    ? matMul<Tensor>(gather(pins, index), w)
    : gatherMatMul(pins, w, index);
}

/** Each group of length L takes the last L rows of `positions` [M, H]: the newest has the last. */
function positionRows(positions: Tensor, config: ModelConfig, batch: PackedBatch): Tensor {
  const { sequenceLength: M, hidden: H } = config;
  const parts = batch.groups.map(({ users, length }) =>
    reshape(tile(slice(positions, [M - length, 0], [length, H]), [users, 1]), [users * length, H]),
  );
  return parts.length === 1 && parts[0] ? parts[0] : concat(parts, 0); // [N, H]
}
