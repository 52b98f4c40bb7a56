import {
  add,
  concat,
  div,
  expandDims,
  fill,
  gather,
  log,
  matMul,
  max,
  mul,
  neg,
  slice,
  softmax,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { addInRows, pickInRows, setInRows } from './row-elements.js';
import { total } from './total.js';
import { at, withGradient } from './with-gradient.js';

/** Which pool column counts how much for which row; the inputs of the same names in batch-layout. */
export interface SoftmaxRows {
  /** [W] log(copies) − log Q. */
  readonly poolBias: Tensor;
  /** int32 [U, K] and [U, K]. */
  readonly userPositive: Tensor;
  readonly userPositiveBias: Tensor;
  /** int32 [R]. */
  readonly rowUser: Tensor;
  /** int32 [R]: the column of the row's own positive; its logit is s + rowTargetBias, once. */
  readonly rowTarget: Tensor;
  readonly rowTargetBias: Tensor;
  /** [R]. */
  readonly rowWeight: Tensor;
}

/** Logits held at once, about: rows are taken in chunks so that their logits stay in the cache. */
const CHUNK_ELEMENTS = 1 << 19;
/** Fewer rows are not worth the products of a chunk, each of which lays out the whole pool anew. */
const LEAST_ROWS = 128;

/**
 * Sampled softmax with logQ correction (PinnerFormer §3.3.2, eq. 2; Figure 5): the scalar
 * Σ_r weight_r · (log Σ_w e^logit[r, w] − logit[r, own]), logits u vᵀ / τ plus the biases of the pool,
 * of the row's user and, in its own column, of its target alone. u [R, D], v [W, D], τ scalar. The
 * value being a scalar, the gradients of u, v and τ are made in the same pass over each chunk of rows,
 * and no logit outlives its chunk.
 */
export function sampledSoftmax(
  u: Tensor,
  v: Tensor,
  temperature: Tensor,
  rows: SoftmaxRows,
): Tensor {
  return withGradient([u, v, temperature], (u, v, temperature) => {
    const R = u.shape[0] ?? 0;
    const step = chunkRows(R, v.shape[0] ?? 0);
    const chunks: ChunkResult[] = [];
    for (let first = 0; first < R; first += step)
      chunks.push(chunkLoss(u, v, temperature, rows, first, Math.min(step, R - first)));
    const value = total(chunks.map(chunk => chunk.value));
    const dU = concat(
      chunks.map(chunk => chunk.dU),
      0,
    );
    const dV = total(chunks.map(chunk => chunk.dV));
    // s = ⟨u, v⟩ / τ, so Σ s ∂/∂s is Σ u ∂/∂u.
    const dTemperature = neg(div(sum(mul(u, dU)), temperature));
    return {
      value,
      saved: [dU, dV, dTemperature],
      gradient: (dy, saved) => [0, 1, 2].map(index => mul(at(saved, index), dy)),
    };
  });
}

/** Rows of one chunk: all when they are few, else equal parts. */
function chunkRows(rows: number, columns: number): number {
  const most = Math.max(LEAST_ROWS, Math.floor(CHUNK_ELEMENTS / columns));
  return Math.ceil(rows / Math.max(1, Math.round(rows / most)));
}

interface ChunkResult {
  readonly value: Tensor;
  readonly dU: Tensor;
  readonly dV: Tensor;
}

function chunkLoss(
  u: Tensor,
  v: Tensor,
  temperature: Tensor,
  rows: SoftmaxRows,
  first: number,
  count: number,
): ChunkResult {
  const part = (values: Tensor) => slice(values, [first], [count]); // [r]
  const D = u.shape[1] ?? 0;
  const scaled = div(slice(u, [first, 0], [count, D]), temperature); // [r, D]
  const user = part(rows.rowUser);
  const own = expandDims(part(rows.rowTarget), 1); // [r, 1]
  const weight = expandDims(part(rows.rowWeight), 1); // [r, 1]

  const scores = matMul<Tensor>(scaled, v, false, true); // [r, W]
  const ownLogit = add(pickInRows(scores, own), expandDims(part(rows.rowTargetBias), 1)); // [r, 1]
  const pooled = addInRows(
    add(scores, rows.poolBias),
    gather(rows.userPositive, user),
    gather(rows.userPositiveBias, user),
  );
  const logits = setInRows(pooled, own, ownLogit); // [r, W]
  const probabilities = softmax<Tensor>(logits);
  // The largest logit and the largest probability share a column, where log p does not underflow.
  const logSum = sub(max(logits, 1, true), log(max(probabilities, 1, true))); // [r, 1]
  const value = sum(mul(weight, sub(logSum, ownLogit)));

  const slope = addInRows(probabilities, own, fill([count, 1], -1)); // [r, W]
  const dScaled = mul(weight, matMul<Tensor>(slope, v)); // [r, D]
  const dV = matMul<Tensor>(slope, mul(weight, scaled), true, false); // [W, D]
  return { value, dU: div(dScaled, temperature), dV };
}
