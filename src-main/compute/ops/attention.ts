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
  split,
  sub,
  sum,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { total } from './total.js';
import { at, withGradient } from './with-gradient.js';

/** Added to a score; its softmax weight is then exactly 0 in float32 beside any unmasked one. */
const MASKED = -1e9;
/** Scores of one chunk of users, about: the passes over them stay near the second cache. */
const CHUNK_ELEMENTS = 1 << 18;
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
  /** Users of a chunk, at most; chosen by size when absent. */
  readonly usersPerChunk?: number;
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
 * width d = H / h. `q` [U·S, H] and `kv` [U·L, 2H] (keys, then values) hold rows user by user, `counts`
 * int32 [U], `columns` int32 [U, S] when not all columns are asked; result [U·S, H].
 *
 * The gradient is written by hand: with weights p, dp = do vᵀ and ds = p ∘ (dp − rowsum(do ∘ o)).
 * Users are taken in chunks, and where all columns ask, queries in blocks that skip the keys after
 * them: up to three eighths of the scores are never computed.
 */
export function attention(
  q: Tensor,
  kv: Tensor,
  counts: Tensor,
  shape: AttentionShape,
  columns?: Tensor,
): Tensor {
  const plan = planOf(shape, columns !== undefined);
  return withGradient([q, kv], (q, kv) => {
    const saved: Tensor[] = [];
    const queries = byUsers(q, plan, shape.queries);
    const keyValues = byUsers(kv, plan, shape.length);
    const outputs = plan.users.map((users, index) => {
      const first = index * plan.usersPerChunk;
      const asked = columns && slice(columns, [first, 0], [users, shape.queries]);
      const chunk = { ...shape, users, counts: slice(counts, [first], [users]), columns: asked };
      const kept = forward(chunk, plan.blocks, at(queries, index), at(keyValues, index));
      saved.push(...kept.saved);
      return kept.rows;
    });
    return {
      value: joined(outputs),
      saved,
      gradient: (dOutput, all) => {
        const perChunk = all.length / plan.users.length;
        const gradients = byUsers(dOutput, plan, shape.queries).map((rows, index) => {
          const own = all.slice(index * perChunk, (index + 1) * perChunk);
          const users = plan.users[index] ?? 0;
          return backward({ ...shape, users }, plan.blocks, rows, own);
        });
        return [joined(gradients.map(({ dQ }) => dQ)), joined(gradients.map(({ dKv }) => dKv))];
      },
    };
  });
}

/**
 * As `attention`, with the softmax weights [U, h, S, L] beside its rows: for a look inside, without a
 * gradient. All queries stand in one block over all keys, so that the weights are whole.
 */
export function attentionWithWeights(
  q: Tensor,
  kv: Tensor,
  counts: Tensor,
  shape: AttentionShape,
  columns?: Tensor,
): { readonly rows: Tensor; readonly weights: Tensor } {
  const whole: Block = { first: 0, queries: shape.queries, keys: shape.length };
  const { rows, saved } = forward({ ...shape, counts, columns }, [whole], q, kv);
  return { rows, weights: at(saved, saved.length - 1) };
}

/** A block of queries from `first` on and the number of keys, from the oldest, that it may read. */
interface Block {
  readonly first: number;
  readonly queries: number;
  readonly keys: number;
}

interface Plan {
  readonly blocks: readonly Block[];
  readonly usersPerChunk: number;
  /** Users of each chunk. */
  readonly users: readonly number[];
}

interface Chunk extends AttentionShape {
  readonly counts: Tensor;
  readonly columns: Tensor | undefined;
}

function planOf(shape: AttentionShape, someColumns: boolean): Plan {
  const { users, heads, length, queries } = shape;
  const size = someColumns
    ? queries
    : Math.min(WIDEST_BLOCK, Math.max(NARROWEST_BLOCK, Math.ceil(length / 2)));
  const blocks: Block[] = [];
  for (let first = 0; first < queries; first += size) {
    const count = Math.min(size, queries - first);
    blocks.push({ first, queries: count, keys: someColumns ? length : first + count });
  }
  const elements = heads * Math.min(size, queries) * length;
  const most = shape.usersPerChunk ?? Math.max(1, Math.floor(CHUNK_ELEMENTS / elements));
  const usersPerChunk = Math.ceil(users / Math.ceil(users / most));
  const chunks: number[] = [];
  for (let left = users; left > 0; left -= usersPerChunk)
    chunks.push(Math.min(usersPerChunk, left));
  return { blocks, usersPerChunk, users: chunks };
}

function forward(
  chunk: Chunk,
  blocks: readonly Block[],
  qRows: Tensor,
  kvRows: Tensor,
): { rows: Tensor; saved: Tensor[] } {
  const { heads, length, queries } = chunk;
  const q = toHeads(qRows, chunk, queries); // [u, h, S, d]
  const [k, v] = keysAndValues(kvRows, chunk); // [u, h, L, d]
  const scale = 1 / Math.sqrt((qRows.shape[1] ?? 0) / heads);
  const weights: Tensor[] = [];
  const outputs = blocks.map(block => {
    const asked = columnsOf(chunk, block);
    const mask = attentionMask(asked, chunk.counts, length, block.keys);
    const scores = mul(matMul<Tensor>(queriesOf(q, block), keysOf(k, block), false, true), scale);
    const p = softmax<Tensor>(add(scores, mask)); // [u, h, s, keys]
    weights.push(p);
    return matMul<Tensor>(p, keysOf(v, block));
  });
  const output = joined(outputs, 2); // [u, h, S, d]
  return { rows: toRows(output), saved: [q, k, v, output, ...weights] };
}

function backward(
  shape: AttentionShape,
  blocks: readonly Block[],
  dRows: Tensor,
  saved: readonly Tensor[],
): { dQ: Tensor; dKv: Tensor } {
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
  const both = concat(
    [dK, dV].map(parts => expandDims(summedKeys(parts, blocks), 0)),
    0,
  ); // [2, u, h, L, d]
  const [u, L, H] = [shape.users, shape.length, dRows.shape[1] ?? 0];
  const dKv = reshape(transpose(both, [1, 3, 0, 2, 4]), [u * L, 2 * H]);
  return { dQ: toRows(joined(dQ, 2)), dKv };
}

/** Sums the blocks' gradients of the keys, each [u, h, keys, d] from the oldest key on. */
function summedKeys(parts: readonly Tensor[], blocks: readonly Block[]): Tensor {
  if (blocks.every(block => block.keys === blocks[0]?.keys)) return total(parts);
  const segments = blocks.map((block, index) =>
    total(parts.slice(index).map(part => sliceAxis2(part, block.first, block.keys - block.first))),
  );
  return joined(segments, 2);
}

function byUsers(rows: Tensor, plan: Plan, columns: number): Tensor[] {
  if (plan.users.length === 1) return [rows];
  return split(
    rows,
    plan.users.map(users => users * columns),
    0,
  );
}

function toHeads(rows: Tensor, { users, heads }: AttentionShape, columns: number): Tensor {
  const width = (rows.shape[1] ?? 0) / heads;
  return transpose(reshape(rows, [users, columns, heads, width]), [0, 2, 1, 3]);
}

function toRows(values: Tensor): Tensor {
  const [u = 0, h = 0, S = 0, d = 0] = values.shape;
  return reshape(transpose(values, [0, 2, 1, 3]), [u * S, h * d]);
}

function keysAndValues(rows: Tensor, { users, heads, length }: AttentionShape): [Tensor, Tensor] {
  const width = (rows.shape[1] ?? 0) / (2 * heads);
  const both = transpose(reshape(rows, [users, length, 2, heads, width]), [2, 0, 3, 1, 4]);
  const [k, v] = split(both, 2, 0);
  const shape = [users, heads, length, width];
  if (!k || !v) throw new Error('internal: split in two');
  return [reshape(k, shape), reshape(v, shape)];
}

function columnsOf(chunk: Chunk, block: Block): Tensor {
  if (chunk.columns) return chunk.columns;
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
