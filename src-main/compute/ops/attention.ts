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
  sub,
  sum,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { total } from './total.js';
import { at, withGradient } from './with-gradient.js';

/** Added to a score; its softmax weight is then exactly 0 in float32 beside any unmasked one. */
const MASKED = -1e9;
/** Queries of one block, at most and at least; a block reads no key that is newer than all of it. */
const WIDEST_BLOCK = 64;
const NARROWEST_BLOCK = 32;

export interface AttentionShape {
  readonly users: number;
  readonly heads: number;
  /** L. */
  readonly length: number;
  /** S queries a user: at all columns when S is L and `columns` is absent. */
  readonly queries: number;
}

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
 * width d = H / h. `q` [U·S, H], `k` and `v` [U·L, H] hold rows user by user, `counts` int32 [U],
 * `columns` int32 [U, S] when not all columns are asked; result [U·S, H].
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
  shape: AttentionShape,
  columns?: Tensor,
): Tensor {
  const blocks = blocksOf(shape, columns !== undefined);
  return withGradient([q, k, v], (qRows, kRows, vRows) => {
    const q = toHeads(qRows, shape, shape.queries); // [u, h, S, d]
    const k = toHeads(kRows, shape, shape.length); // [u, h, L, d]
    const v = toHeads(vRows, shape, shape.length); // [u, h, L, d]
    const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
    const weights: Tensor[] = [];
    const outputs = blocks.map(block => {
      const asked = columns ?? columnsOf(block);
      const mask = attentionMask(asked, counts, shape.length, block.keys);
      const scores = matMul<Tensor>(queriesOf(q, block), keysOf(k, block), false, true);
      const p = softmax<Tensor>(add(mul(scores, scale), mask)); // [u, h, s, keys]
      weights.push(p);
      return matMul<Tensor>(p, keysOf(v, block));
    });
    const output = joined(outputs, 2); // [u, h, S, d]
    return {
      value: toRows(output),
      saved: [q, k, v, output, ...weights],
      gradient: (dRows, saved) => backward(shape, blocks, dRows, saved),
    };
  });
}

/** A block of queries from `first` on and the number of keys, from the oldest, that it may read. */
interface Block {
  readonly first: number;
  readonly queries: number;
  readonly keys: number;
}

function blocksOf({ length, queries }: AttentionShape, someColumns: boolean): Block[] {
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

function backward(
  shape: AttentionShape,
  blocks: readonly Block[],
  dRows: Tensor,
  saved: readonly Tensor[],
): Tensor[] {
  const [q, k, v, output, ...weights] = saved as [Tensor, Tensor, Tensor, Tensor, ...Tensor[]];
  const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
  const dOutput = toHeads(dRows, shape, shape.queries); // [u, h, S, d]
  const along = sum(mul(dOutput, output), -1, true); // [u, h, S, 1]
  const dQ: Tensor[] = [];
  const dK: Tensor[] = [];
  const dV: Tensor[] = [];
  blocks.forEach((block, index) => {
    const p = at(weights, index);
    const dO = queriesOf(dOutput, block);
    const dWeights = matMul<Tensor>(dO, keysOf(v, block), false, true); // [u, h, s, keys]
    const dScores = mul(p, sub(dWeights, queriesOf(along, block)));
    dQ.push(mul(matMul<Tensor>(dScores, keysOf(k, block)), scale));
    dK.push(mul(matMul<Tensor>(dScores, queriesOf(q, block), true, false), scale));
    dV.push(matMul<Tensor>(p, dO, true, false)); // [u, h, keys, d]
  });
  return [joined(dQ, 2), summedKeys(dK, blocks), summedKeys(dV, blocks)].map(toRows);
}

/** Sums the blocks' gradients of the keys, each [u, h, keys, d] from the oldest key on. */
function summedKeys(parts: readonly Tensor[], blocks: readonly Block[]): Tensor {
  if (blocks.every(block => block.keys === blocks[0]?.keys)) return total(parts);
  const segments = blocks.map((block, index) =>
    total(parts.slice(index).map(part => sliceAxis2(part, block.first, block.keys - block.first))),
  );
  return joined(segments, 2);
}

function toHeads(rows: Tensor, { users, heads }: AttentionShape, columns: number): Tensor {
  const width = (rows.shape[1] ?? 0) / heads;
  return transpose(reshape(rows, [users, columns, heads, width]), [0, 2, 1, 3]);
}

function toRows(values: Tensor): Tensor {
  const [u = 0, h = 0, S = 0, d = 0] = values.shape;
  return reshape(transpose(values, [0, 2, 1, 3]), [u * S, h * d]);
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
  const [u = 0, h = 0, all = 0, d = 0] = values.shape;
  if (first === 0 && count === all) return values;
  return slice(values, [0, 0, first, 0], [u, h, count, d]);
}

function joined(parts: readonly Tensor[], axis = 0): Tensor {
  const [only] = parts;
  return parts.length === 1 && only ? only : concat([...parts], axis);
}
