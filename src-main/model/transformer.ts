import {
  add,
  concat,
  fill,
  gather,
  mul,
  range,
  reshape,
  slice,
  split,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { attention, attentionWithWeights } from '../compute/ops/attention.js';
import { foldNorm, standardize } from '../compute/ops/layer-norm.js';
import { linear } from '../compute/ops/linear.js';
import { mlp } from '../compute/ops/mlp.js';
import type { NamedTensors } from '../compute/program.js';
import { scoped } from '../compute/scope.js';
import type { ModelConfig } from './config.js';
import { entry, type PackedBatch } from './packed-batch.js';

/** What is multiplied onto a branch's rows: a dropout mask, or nothing. */
export type Drop = (name: string, rows: Tensor) => Tensor;

export interface TransformerOptions {
  readonly drop: Drop;
  /** Runs the last block at all positions and picks afterwards: the tests' yardstick. */
  readonly unpruned?: boolean;
  /** Told the attention weights [U, h, S, L] of each group in each layer; S is L when unpruned. */
  readonly observe?: Observe;
}

export type Observe = (layer: number, group: number, weights: Tensor) => void;

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
  const queried = queriedRows(batch);
  let rows = options.drop('input', x);
  for (let layer = 0; layer < config.layers; layer++) {
    const pruned = layer === config.layers - 1 && !options.unpruned;
    const { drop, observe } = options;
    const see = observe && ((group: number, weights: Tensor) => observe(layer, group, weights));
    const context = { config, parameters, batch, name: `block${layer}`, drop, see };
    rows = scoped(context.name, () => block(context, rows, pruned ? queried : undefined));
  }
  return options.unpruned ? gather(rows, queried) : rows;
}

interface BlockContext {
  readonly config: ModelConfig;
  readonly parameters: NamedTensors;
  readonly batch: PackedBatch;
  readonly name: string;
  readonly drop: Drop;
  readonly see: ((group: number, weights: Tensor) => void) | undefined;
}

/** One block over rows [N, H]; with `queried` [Q] its result is [Q, H], at those rows. */
function block(context: BlockContext, rows: Tensor, queried: Tensor | undefined): Tensor {
  const { name, drop } = context;
  const get = (part: string) => entry(context.parameters, `${name}.${part}`);
  const kept = queried ? gather(rows, queried) : rows;
  // The queried rows are standardised again: cheaper than picking them, and its gradient, twice.
  const asking = queried && standardize(kept);
  const heads = multiHead(context, standardize(rows), asking);
  const attended = linear(heads, get('attentionOut.w'), get('attentionOut.b'));
  const u = add(kept, drop(`${name}.attention`, attended));
  const inner = foldNorm(
    get('feedForwardNorm.gain'),
    get('feedForwardNorm.bias'),
    get('feedForward.w1'),
    get('feedForward.b1'),
  );
  const fed = mlp(standardize(u), inner.w, inner.b, get('feedForward.w2'), get('feedForward.b2'));
  return add(u, drop(`${name}.feedForward`, fed));
}

/** Attention of all groups over standardised rows [N, H], from all of them or from `asking` [Q, H]. */
function multiHead(
  { config, parameters, batch, name, see }: BlockContext,
  rows: Tensor,
  asking: Tensor | undefined,
): Tensor {
  const { hidden: H, heads } = config;
  const get = (part: string) => entry(parameters, `${name}.${part}`);
  const [gain, bias] = [get('attentionNorm.gain'), get('attentionNorm.bias')];
  const query = foldNorm(gain, bias, get('query.w'), get('query.b'));
  // What is added to all keys alike shifts all scores of a query alike: the bias stays out of them.
  const value = slice(get('keyValue.w'), [0, H], [H, H]);
  const valueBias = foldNorm(gain, bias, value, get('value.b')).b;
  const keyValue = foldNorm(gain, fill([H], 0), get('keyValue.w'), fill([2 * H], 0));
  const q = linear(asking ?? rows, query.w, query.b);
  const kv = linear(rows, keyValue.w, concat([fill([H], 0), valueBias], 0)); // [N, 2H]
  const queriesOf = batch.groups.map(group => (asking ? group.queries : group.length));
  const qParts = parts(
    q,
    batch.groups.map(({ users }, index) => users * (queriesOf[index] ?? 0)),
  );
  const kvParts = parts(
    kv,
    batch.groups.map(({ users, length }) => users * length),
  );
  const outputs = batch.groups.map(({ users, length, count, query: columns }, index) => {
    const [groupQ, groupKv] = [qParts[index], kvParts[index]];
    if (!groupQ || !groupKv) throw new Error(`internal: no rows for group ${index}`);
    const shape = { users, heads, length, queries: queriesOf[index] ?? 0 };
    const asked = asking && columns;
    if (!see) return attention(groupQ, groupKv, count, shape, asked);
    const { rows, weights } = attentionWithWeights(groupQ, groupKv, count, shape, asked);
    see(index, weights);
    return rows;
  });
  return outputs.length === 1 && outputs[0] ? outputs[0] : concat(outputs, 0);
}

function parts(rows: Tensor, sizes: number[]): Tensor[] {
  return sizes.length === 1 ? [rows] : split(rows, sizes, 0);
}

/** Packed rows of the queried positions, int32 [Q]. */
function queriedRows(batch: PackedBatch): Tensor {
  let first = 0;
  const rows = batch.groups.map(({ users, length, queries, query }) => {
    const starts = reshape(range(first, first + users * length, length, 'int32'), [users, 1]);
    first += users * length;
    return reshape(add(query, starts), [users * queries]);
  });
  return rows.length === 1 && rows[0] ? rows[0] : concat(rows, 0);
}

/** Multiplies rows by a mask of the same shape, drawn by the host (see dropout). */
export function dropWith(masks: NamedTensors): Drop {
  return (name, rows) => {
    const mask = masks[`dropout.${name}`];
    return mask ? mul(rows, mask) : rows;
  };
}
