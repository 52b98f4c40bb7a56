import {
  add,
  cast,
  concat,
  expandDims,
  greaterEqual,
  lessEqual,
  logicalAnd,
  matMul,
  mul,
  range,
  reshape,
  slice,
  softmax,
  squeeze,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { total } from './total.js';
import { at, withGradient } from './with-gradient.js';

/** Added to a score; its softmax weight is then exactly 0 in float32 beside any unmasked one. */
const MASKED = -1e9;
/** Queries of one block, at most and at least; a block reads no key that is newer than all of it. */
const WIDEST_BLOCK = 64;
const NARROWEST_BLOCK = 32;

/**
 * What is added to the scores of queries at `columns` over the first `keys` of `length` columns: 0
 * where a query may attend (itself and what is older, PinnerFormer A.2) and the column holds one of
 * the sequence's `counts` actions, which stand in the last columns; −1e9 elsewhere. `columns` int32
 * [U, S], or [1, S] where all sequences ask alike; `counts` int32 [U]; result [U, 1, S, keys]. A
 * query in the padding sees only masked columns: finite, and nobody reads it.
 */
export function attentionMask(
  columns: Tensor,
  counts: Tensor,
  length: number,
  keys = length,
): Tensor {
  const key = range(0, keys, 1, 'int32'); // [K]
  const past = lessEqual(key, expandDims(expandDims(columns, 1), 3)); // [U, 1, S, K]
  const first = sub(length, counts); // [U]
  const real = greaterEqual(key, expandDims(expandDims(expandDims(first, 1), 2), 3)); // [U, 1, 1, K]
  return mul(sub(1, cast(logicalAnd(past, real), 'float32')), MASKED);
}

/**
 * Causal multi-head attention of sequences of L columns, softmax(q kᵀ / √d + mask) v for each head of
 * width d. `q` [h, U, S, d], `k` and `v` [h, U, L, d], `counts` int32 [U]; all columns ask, and S is L,
 * or those that `columns` int32 [U, S] names; result [h, U, S, d].
 *
 * The gradient is written by hand: with weights p, dp = do vᵀ and ds = p ∘ (dp − rowsum(do ∘ o)).
 * Where all columns ask, queries are taken in blocks that skip the keys after them: up to three
 * eighths of the scores are never computed.
 */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  counts: Tensor,
  columns?: Tensor,
): Tensor {
  const [, , length = 0, width = 1] = k.shape;
  const blocks = blocksOf(q.shape[2] ?? 0, length, columns !== undefined);
  return withGradient([q, k, v], (q, k, v) => {
    const weights: Tensor[] = [];
    const outputs = blocks.map(block => {
      const mask = attentionMask(columns ?? columnsOf(block), counts, length, block.keys);
      const scores = matMul<Tensor>(queriesOf(q, block), keysOf(k, block), false, true);
      const scaled = mul(scores, 1 / Math.sqrt(width));
      const p = softmax<Tensor>(add(scaled, squeeze(mask, [1]))); // [h, U, s, keys]
      weights.push(p);
      return matMul<Tensor>(p, keysOf(v, block));
    });
    const output = joined(outputs); // [h, U, S, d]
    return {
      value: output,
      saved: [q, k, v, output, ...weights],
      gradient: (dOutput, saved) => backward(blocks, dOutput, saved),
    };
  });
}

/** A block of queries from `first` on and the number of keys, from the oldest, that it may read. */
interface Block {
  readonly first: number;
  readonly queries: number;
  readonly keys: number;
}

function blocksOf(queries: number, length: number, someColumns: boolean): Block[] {
  const size = someColumns
    ? queries
    : Math.min(WIDEST_BLOCK, Math.max(NARROWEST_BLOCK, Math.ceil(length / 2)));
  const blocks: Block[] = [];
  for (let first = 0; first < queries; first += size) {
    const count = Math.min(size, queries - first);
    blocks.push({ first, queries: count, keys: someColumns ? length : first + count });
  }
  return blocks;
}

function backward(blocks: readonly Block[], dOutput: Tensor, saved: readonly Tensor[]): Tensor[] {
  const [q, k, v, output, ...weights] = saved as [Tensor, Tensor, Tensor, Tensor, ...Tensor[]];
  const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
  const along = sum(mul(dOutput, output), -1, true); // [h, U, S, 1]
  const dQ: Tensor[] = [];
  const dK: Tensor[] = [];
  const dV: Tensor[] = [];
  blocks.forEach((block, index) => {
    const p = at(weights, index);
    const dO = queriesOf(dOutput, block);
    const dWeights = matMul<Tensor>(dO, keysOf(v, block), false, true); // [h, U, s, keys]
    const dScores = mul(p, sub(dWeights, queriesOf(along, block)));
    dQ.push(mul(matMul<Tensor>(dScores, keysOf(k, block)), scale));
    dK.push(mul(matMul<Tensor>(dScores, queriesOf(q, block), true, false), scale));
    dV.push(matMul<Tensor>(p, dO, true, false)); // [h, U, keys, d]
  });
  return [joined(dQ), summedKeys(dK, blocks), summedKeys(dV, blocks)];
}

/** Sums the blocks' gradients of the keys, each [h, U, keys, d] from the oldest key on. */
function summedKeys(parts: readonly Tensor[], blocks: readonly Block[]): Tensor {
  if (blocks.every(block => block.keys === blocks[0]?.keys)) return total(parts);
  const segments = blocks.map((block, index) =>
    total(parts.slice(index).map(part => sliceAxis2(part, block.first, block.keys - block.first))),
  );
  return joined(segments);
}

function columnsOf(block: Block): Tensor {
  const columns = range(block.first, block.first + block.queries, 1, 'int32');
  return reshape(columns, [1, block.queries]);
}

function queriesOf(values: Tensor, block: Block): Tensor {
  return sliceAxis2(values, block.first, block.queries);
}

function keysOf(values: Tensor, block: Block): Tensor {
  return sliceAxis2(values, 0, block.keys);
}

function sliceAxis2(values: Tensor, first: number, count: number): Tensor {
  const [h = 0, U = 0, all = 0, d = 0] = values.shape;
  if (first === 0 && count === all) return values;
  return slice(values, [0, 0, first, 0], [h, U, count, d]);
}

/** Blocks after one another along axis 2. */
function joined(parts: readonly Tensor[]): Tensor {
  const [only] = parts;
  return parts.length === 1 && only ? only : concat([...parts], 2);
}
