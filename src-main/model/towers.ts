import {
  add,
  concat,
  expandDims,
  gather,
  matMul,
  maximum,
  mul,
  range,
  reshape,
  scalar,
  slice,
  softmax,
  squeeze,
  sub,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { attentionMask } from '../compute/ops/attention.js';
import { projectFixed } from '../compute/ops/gather-mat-mul.js';
import { l2Normalize } from '../compute/ops/l2-normalize.js';
import { foldNorm, shiftOf, standardize } from '../compute/ops/layer-norm.js';
import { mlp } from '../compute/ops/mlp.js';
import type { NamedTensors } from '../compute/program.js';
import type { ModelConfig } from './config.js';
import { entry, type PackedBatch, type PackedGroup } from './packed-batch.js';

/**
 * Pin embeddings [W, D] of given vectors [W, E]: a two-layer MLP (PinnerFormer §3.2), L2-normalised
 * for cosine similarity. `residual`: gate · mlp(x) + x · projection; the gate starts at 0. A learned
 * table is its own embedding.
 */
export function pinTower(config: ModelConfig, parameters: NamedTensors, pins: Tensor): Tensor {
  if (config.pinInput === 'learned') return finish(config, pins);
  const get = (part: string) => entry(parameters, `pinTower.${part}`);
  const output = mlp(pins, transpose(get('w1')), get('b1'), get('w2'), get('b2'), {
    inputGradient: false,
  });
  if (config.pinTower === 'mlp') return finish(config, output);
  const gated = mul(get('gate'), output);
  return finish(config, add(gated, projectFixed(pins, entry(parameters, 'projection'))));
}

/**
 * User embeddings [Q, D] of the transformer's output `rows` [Q, H]: W2ᵀ gelu(W1ᵀ LN(v) + b1) + b2
 * (A.2), L2-normalised for cosine similarity. `residual`: gate · that + the recency-weighted mean of
 * the sequence's projected pins up to the queried position; the gate starts at 0.
 */
export function userHead(
  config: ModelConfig,
  parameters: NamedTensors,
  batch: PackedBatch,
  rows: Tensor,
  pins: Tensor,
): Tensor {
  const get = (name: string) => entry(parameters, name);
  const shift = shiftOf(get('userHead.norm.bias'), get('userHead.w1'), get('userHead.b1'));
  const w1 = foldNorm(get('userHead.norm.gain'), get('userHead.w1'), shift);
  const output = mlp(standardize(rows), w1, undefined, get('userHead.w2'), get('userHead.b2'));
  if (config.userHead === 'mlp') return finish(config, output);
  const means = recencyMeans(get('userHead.recency'), batch, pins); // [Q, E]
  return finish(
    config,
    add(mul(get('userHead.gate'), output), matMul<Tensor>(means, get('projection'))),
  );
}

function finish(config: ModelConfig, output: Tensor): Tensor {
  return config.similarity === 'cosine' ? l2Normalize(output) : output;
}

/**
 * Means of the pin vectors of the actions at or before each queried position, [Q, E], weighted by
 * e^logits[age], age 0 at the position itself; `logits` [M]. Without any
 * action the weights are equal: finite, and nobody reads it.
 */
function recencyMeans(logits: Tensor, batch: PackedBatch, pins: Tensor): Tensor {
  let first = 0;
  const parts = batch.groups.map(group => {
    const index = slice(batch.pin, [first], [group.users * group.length]);
    first += group.users * group.length;
    return groupMeans(logits, group, reshape(index, [group.users, group.length]), pins);
  });
  return parts.length === 1 && parts[0] ? parts[0] : concat(parts, 0);
}

function groupMeans(logits: Tensor, group: PackedGroup, index: Tensor, pins: Tensor): Tensor {
  const { users, length, queries, query, count } = group;
  const keys = range(0, length, 1, 'int32');
  // Columns after the queried one have a negative age; they are masked, so any logit will do.
  const ages = sub(expandDims(query, 2), keys); // [U, S, L]
  const past = maximum(ages, scalar(0, 'int32')); // [U, S, L]
  const mask = squeeze(attentionMask(query, count, length), [1]); // [U, S, L]
  const weights = softmax<Tensor>(add(gather(logits, past), mask));
  const vectors = gather(pins, index); // [U, L, E]
  return reshape(matMul<Tensor>(weights, vectors), [users * queries, pins.shape[1] ?? 0]);
}
