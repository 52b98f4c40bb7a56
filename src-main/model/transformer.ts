import { add, concat, gather, mul, slice, split, type Tensor } from '@tensorflow/tfjs-core';
import { attention, attentionWithWeights } from '../compute/ops/attention.js';
import { projectFromHeads, projectToHeads } from '../compute/ops/heads.js';
import { foldNorm, shiftOf, standardize } from '../compute/ops/layer-norm.js';
import { mlp } from '../compute/ops/mlp.js';
import { at } from '../compute/ops/with-gradient.js';
import type { NamedTensors } from '../compute/program.js';
import { scoped } from '../compute/scope.js';
import type { ModelConfig } from './config.js';
import { entry, type PackedBatch } from './packed-batch.js';
import { queriedRows, type SequenceChunk, sequenceChunks } from './sequence-chunks.js';

/** What is multiplied onto a branch's rows, the first of which is `first`: a dropout mask, or nothing. */
export type Drop = (name: string, rows: Tensor, first: number) => Tensor;

export interface TransformerOptions {
  readonly drop: Drop;
  /** Runs the last block at all positions and picks afterwards: the tests' yardstick. */
  readonly unpruned?: boolean;
  /** Sequences of a chunk, at most; chosen by size when absent. */
  readonly usersPerChunk?: number;
  /** Told the attention weights [U, h, S, L] of each chunk in each layer; S is L when unpruned. */
  readonly observe?: Observe;
}

export type Observe = (layer: number, chunk: number, weights: Tensor) => void;

/**
 * L PreNorm blocks (PinnerFormer A.2, eq. 3): U = V + MHSA(LN(V)), V = U + FFN(LN(U)), causal and with
 * the padding masked. `x` [N, H] holds V⁰ in packed rows; the result is V^L at the queried positions,
 * [Q, H]. Nothing reads the last block elsewhere, so there it computes queries, output and FFN alone.
 * `weights` are `blockWeights`.
 */
export function transformer(
  config: ModelConfig,
  weights: NamedTensors,
  batch: PackedBatch,
  x: Tensor,
  options: TransformerOptions,
): Tensor {
  const chunks = sequenceChunks(config, batch, options.usersPerChunk);
  let rows = parts(
    options.drop('input', x, 0),
    chunks.map(({ users, length }) => users * length),
  );
  for (let layer = 0; layer < config.layers; layer++) {
    const pruned = layer === config.layers - 1 && !options.unpruned;
    const name = `block${layer}`;
    rows = scoped(name, () =>
      chunks.map((chunk, index) => {
        const see = options.observe && ((seen: Tensor) => options.observe?.(layer, index, seen));
        const context = { heads: config.heads, weights, name, drop: options.drop, pruned, see };
        return block(context, chunk, at(rows, index));
      }),
    );
  }
  const queried = options.unpruned
    ? chunks.map((chunk, index) => gather(at(rows, index), queriedRows(chunk)))
    : rows;
  return queried.length === 1 ? at(queried, 0) : concat(queried, 0);
}

/**
 * The blocks' weights as sequences read them, with the norms folded in, from the model's parameters. Of
 * each block: `query`, `key`, `value` with outputs in rows, `attentionOut.w` and `.b`, `feedForward.w1`
 * and `.w2` [4H, H] and `.b2`.
 */
export function blockWeights(config: ModelConfig, parameters: NamedTensors): NamedTensors {
  const weights: Record<string, Tensor> = {};
  for (let layer = 0; layer < config.layers; layer++) {
    const name = `block${layer}`;
    const own = scoped(name, () => weightsOf(config, parameters, name));
    for (const [part, weight] of Object.entries(own)) weights[`${name}.${part}`] = weight;
  }
  return weights;
}

function weightsOf(config: ModelConfig, parameters: NamedTensors, name: string): NamedTensors {
  const H = config.hidden;
  const get = (part: string) => entry(parameters, `${name}.${part}`);
  const [gain, bias] = [get('attentionNorm.gain'), get('attentionNorm.bias')];
  const [query, key, value] = [
    get('query.w'),
    slice(get('keyValue.w'), [0, 0], [H, H]),
    slice(get('keyValue.w'), [0, H], [H, H]),
  ];
  const w1 = get('feedForward.w1');
  const shift = shiftOf(get('feedForwardNorm.bias'), w1, get('feedForward.b1'));
  return {
    query: foldNorm(gain, query, shiftOf(bias, query, get('query.b'))),
    // What is added to all keys alike shifts all scores of a query alike: the bias stays out of them.
    key: foldNorm(gain, key),
    value: foldNorm(gain, value, shiftOf(bias, value, get('value.b'))),
    'attentionOut.w': get('attentionOut.w'),
    'attentionOut.b': get('attentionOut.b'),
    'feedForward.w1': foldNorm(get('feedForwardNorm.gain'), w1, shift),
    'feedForward.w2': get('feedForward.w2'),
    'feedForward.b2': get('feedForward.b2'),
  };
}

interface BlockContext {
  readonly heads: number;
  readonly weights: NamedTensors;
  readonly name: string;
  readonly drop: Drop;
  /** The result is at the queried positions alone. */
  readonly pruned: boolean;
  /** Told the attention weights. */
  readonly see: ((weights: Tensor) => void) | undefined;
}

/** One block over a chunk's rows [n, H]; the result is [n, H], or [q, H] where it is pruned. */
function block(context: BlockContext, chunk: SequenceChunk, rows: Tensor): Tensor {
  const { name, drop, pruned } = context;
  const weight = (part: string) => entry(context.weights, `${name}.${part}`);
  const first = pruned ? chunk.firstQuery : chunk.firstRow;
  const kept = pruned ? gather(rows, queriedRows(chunk)) : rows;
  const all = standardize(rows);
  // The queried rows are standardised again: cheaper than picking them, and its gradient, twice.
  const asking = pruned ? standardize(kept) : all;
  const toHeads = (x: Tensor, w: Tensor) => projectToHeads(x, w, chunk.users, context.heads);
  const heads = attend(
    context.see,
    toHeads(asking, weight('query')),
    toHeads(all, weight('key')),
    toHeads(all, weight('value')),
    chunk.count,
    pruned ? chunk.query : undefined,
  );
  const attended = projectFromHeads(heads, weight('attentionOut.w'), weight('attentionOut.b'));
  const u = add(kept, drop(`${name}.attention`, attended, first));
  const [w1, w2] = [weight('feedForward.w1'), weight('feedForward.w2')];
  const fed = mlp(standardize(u), w1, undefined, w2, weight('feedForward.b2'));
  return add(u, drop(`${name}.feedForward`, fed, first));
}

/** Attention, whose weights `see` is told where somebody looks. */
function attend(
  see: ((weights: Tensor) => void) | undefined,
  ...[q, k, v, counts, columns]: Parameters<typeof attention>
): Tensor {
  if (!see) return attention(q, k, v, counts, columns);
  const { output, weights } = attentionWithWeights(q, k, v, counts, columns);
  see(weights);
  return output;
}

function parts(rows: Tensor, sizes: number[]): Tensor[] {
  return sizes.length === 1 ? [rows] : split(rows, sizes, 0);
}

/** Multiplies rows by their part of a mask, drawn by the host (see dropout). */
export function dropWith(masks: NamedTensors): Drop {
  return (name, rows, first) => {
    const mask = masks[`dropout.${name}`];
    return mask ? mul(rows, slice(mask, [first, 0], [...rows.shape] as [number, number])) : rows;
  };
}
