import {
  add,
  concat,
  gather,
  matMul,
  mul,
  range,
  reshape,
  slice,
  split,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { attention, attentionMask } from '../compute/ops/attention.js';
import { layerNorm } from '../compute/ops/layer-norm.js';
import { linear } from '../compute/ops/linear.js';
import { mlp } from '../compute/ops/mlp.js';
import type { NamedTensors } from '../compute/program.js';
import { scoped } from '../compute/scope.js';
import type { ModelConfig } from './config.js';
import { entry, type PackedBatch, type PackedGroup } from './packed-batch.js';

/** What is multiplied onto a branch's rows: a dropout mask, or nothing. */
export type Drop = (name: string, rows: Tensor) => Tensor;

export interface TransformerOptions {
  readonly drop: Drop;
  /** Runs the last block at all positions and picks afterwards: the tests' yardstick. */
  readonly unpruned?: boolean;
}

/**
 * L PreNorm blocks (PinnerFormer A.2, eq. 3): U = V + MHSA(LN(V)), V = U + FFN(LN(U)), causal and with
 * the padding masked. `x` [N, H] holds V⁰ in packed rows; the result is V^L at the queried positions,
 * [Q, H]. Nothing reads the last block elsewhere, so there it computes queries, output and FFN alone.
 */
export function transformer(
  config: ModelConfig,
  parameters: NamedTensors,
  batch: PackedBatch,
  x: Tensor,
  options: TransformerOptions,
): Tensor {
  const masks = batch.groups.map(group =>
    attentionMask(allColumns(group), group.count, group.length),
  );
  const queried = queriedRows(batch);
  let rows = options.drop('input', x);
  for (let layer = 0; layer < config.layers; layer++) {
    const pruned = layer === config.layers - 1 && !options.unpruned;
    rows = scoped(`block${layer}`, () =>
      block(
        { config, parameters, batch, name: `block${layer}`, drop: options.drop },
        rows,
        pruned ? queryMasks(batch) : masks,
        pruned ? queried : undefined,
      ),
    );
  }
  return options.unpruned ? gather(rows, queried) : rows;
}

interface BlockContext {
  readonly config: ModelConfig;
  readonly parameters: NamedTensors;
  readonly batch: PackedBatch;
  readonly name: string;
  readonly drop: Drop;
}

/** One block over rows [N, H]; with `queried` [Q] its result is [Q, H], at those rows. */
function block(
  context: BlockContext,
  rows: Tensor,
  masks: readonly Tensor[],
  queried: Tensor | undefined,
): Tensor {
  const { name, drop } = context;
  const get = (part: string) => entry(context.parameters, `${name}.${part}`);
  const normed = layerNorm(rows, get('attentionNorm.gain'), get('attentionNorm.bias'));
  const kept = queried ? gather(rows, queried) : rows;
  const asking = queried ? gather(normed, queried) : normed;
  const heads = multiHead(context, normed, asking, masks, queried !== undefined);
  const attended = linear(heads, get('attentionOut.w'), get('attentionOut.b'));
  const u = add(kept, drop(`${name}.attention`, attended));
  const inner = layerNorm(u, get('feedForwardNorm.gain'), get('feedForwardNorm.bias'));
  const fed = mlp(
    inner,
    get('feedForward.w1'),
    get('feedForward.b1'),
    get('feedForward.w2'),
    get('feedForward.b2'),
  );
  return add(u, drop(`${name}.feedForward`, fed));
}

/** Attention of all groups: queries from `asking` [N or Q, H], keys and values from `rows` [N, H]. */
function multiHead(
  { config, parameters, batch, name }: BlockContext,
  rows: Tensor,
  asking: Tensor,
  masks: readonly Tensor[],
  pruned: boolean,
): Tensor {
  const { hidden: H, heads } = config;
  const get = (part: string) => entry(parameters, `${name}.${part}`);
  const queries = linear(asking, get('query.w'), get('query.b'));
  const keyValues = matMul<Tensor>(rows, get('keyValue.w')); // [N, 2H]
  const [allKeys, plainValues] = split(keyValues, 2, 1);
  if (!allKeys || !plainValues) throw new Error('internal: split in two');
  const allValues = add(plainValues, get('value.b'));
  const outputs: Tensor[] = [];
  let firstRow = 0;
  let firstQuery = 0;
  batch.groups.forEach((group, index) => {
    const { users, length } = group;
    const asked = pruned ? group.queries : length;
    const byHead = (all: Tensor, first: number, columns: number) =>
      transpose(
        reshape(slice(all, [first, 0], [users * columns, H]), [users, columns, heads, H / heads]),
        [0, 2, 1, 3],
      ); // [U, h, columns, H / h]
    const mask = masks[index];
    if (!mask) throw new Error(`internal: no mask for group ${index}`);
    const output = attention(
      byHead(queries, firstQuery, asked),
      byHead(allKeys, firstRow, length),
      byHead(allValues, firstRow, length),
      mask,
      1 / Math.sqrt(H / heads),
    );
    outputs.push(reshape(transpose(output, [0, 2, 1, 3]), [users * asked, H]));
    firstRow += users * length;
    firstQuery += users * asked;
  });
  return outputs.length === 1 && outputs[0] ? outputs[0] : concat(outputs, 0);
}

function allColumns(group: PackedGroup): Tensor {
  return reshape(range(0, group.length, 1, 'int32'), [1, group.length]);
}

function queryMasks(batch: PackedBatch): Tensor[] {
  return batch.groups.map(group => attentionMask(group.query, group.count, group.length));
}

/** Packed rows of the queried positions, int32 [Q]. */
function queriedRows(batch: PackedBatch): Tensor {
  let first = 0;
  const parts = batch.groups.map(({ users, length, queries, query }) => {
    const starts = reshape(range(first, first + users * length, length, 'int32'), [users, 1]);
    first += users * length;
    return reshape(add(query, starts), [users * queries]);
  });
  return parts.length === 1 && parts[0] ? parts[0] : concat(parts, 0);
}

/** Multiplies rows by a mask of the same shape, drawn by the host (see dropout). */
export function dropWith(masks: NamedTensors): Drop {
  return (name, rows) => {
    const mask = masks[`dropout.${name}`];
    return mask ? mul(rows, mask) : rows;
  };
}
