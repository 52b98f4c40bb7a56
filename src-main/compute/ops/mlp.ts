import {
  add,
  concat,
  erf,
  exp,
  mul,
  split,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { gemm, rowProducts } from './gemm.js';
import { total } from './total.js';
import { withGradient } from './with-gradient.js';

/** Inner activations of one chunk of rows, about: what its passes read stays in the second cache. */
const CHUNK_ELEMENTS = 1 << 19;
const FEWEST_CHUNK_ROWS = 256;

const LOG_TWO_OVER_ROOT_PI = Math.log(2 / Math.sqrt(Math.PI));

export interface MlpOptions {
  /** False where x is data: its gradient is then not computed. */
  readonly inputGradient?: boolean;
  /** Rows of a chunk, about; chosen by size when absent. */
  readonly chunkRows?: number;
}

/**
 * w2ᵀ gelu(w1ᵀ x + b1) + b2 (PinnerFormer A.2), gelu(h) = h · Φ(h); x [N, I], w1 [I, F], b1 [F],
 * w2 [F, O], b2 [O], result [N, O]. Rows are taken in chunks, forward and backward. The inner values
 * are kept as t = h / √2, so that gelu(h) = t (1 + erf t) / √2 and its slope by t is
 * ((1 + erf t) + t · 2/√π e^−t²) / √2: the roots ride on the products.
 */
export function mlp(
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  { inputGradient = true, chunkRows }: MlpOptions = {},
): Tensor {
  const operation = (x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) => {
    const sizes = chunkSizes(x.shape[0] ?? 0, chunkRows ?? rowsByWidth(w1.shape[1] ?? 0));
    const saved: Tensor[] = [w1, w2];
    const outputs = split(x, sizes, 0).map(rows => {
      const t = gemm(rows, w1, { alpha: Math.SQRT1_2, plus: b1, beta: Math.SQRT1_2 }); // [r, F]
      const doubled = add(erf(t), 1); // 2 Φ(h)
      saved.push(rows, t, doubled);
      return gemm(mul(t, doubled), w2, { alpha: Math.SQRT1_2, plus: b2 }); // [r, O]
    });
    return {
      value: concat(outputs, 0),
      saved,
      gradient: (dy: Tensor, kept: readonly Tensor[]) => {
        const { dx, others } = backward(dy, kept, sizes, inputGradient);
        return inputGradient ? [concat(dx, 0), ...others] : others;
      },
    };
  };
  return inputGradient
    ? withGradient([x, w1, b1, w2, b2], (x, w1, b1, w2, b2) => operation(x!, w1!, b1!, w2!, b2!))
    : withGradient([w1, b1, w2, b2], (w1, b1, w2, b2) => operation(x, w1!, b1!, w2!, b2!));
}

function backward(
  dy: Tensor,
  kept: readonly Tensor[],
  sizes: number[],
  inputGradient: boolean,
): { dx: Tensor[]; others: Tensor[] } {
  const [w1, w2, ...chunks] = kept as [Tensor, Tensor, ...Tensor[]];
  const dx: Tensor[] = [];
  const dB1: Tensor[] = [];
  const outer: [Tensor, Tensor][] = [];
  const inner: [Tensor, Tensor][] = [];
  split(dy, sizes, 0).forEach((dOutput, index) => {
    const [rows, t, doubled] = chunks.slice(3 * index, 3 * index + 3) as [Tensor, Tensor, Tensor];
    const dGelu = gemm(dOutput, w2, { transposeB: true, alpha: Math.SQRT1_2 }); // [r, F]
    const bell = exp(sub(LOG_TWO_OVER_ROOT_PI, square(t)));
    const dInner = mul(dGelu, add(doubled, mul(t, bell)));
    outer.push([mul(t, doubled), dOutput]);
    inner.push([rows, dInner]);
    dB1.push(sum(dInner, 0));
    if (inputGradient) dx.push(gemm(dInner, w1, { transposeB: true, alpha: Math.SQRT1_2 }));
  });
  const dW1 = rowProducts(inner, Math.SQRT1_2);
  const dW2 = rowProducts(outer, Math.SQRT1_2);
  return { dx, others: [dW1, mul(total(dB1), Math.SQRT1_2), dW2, sum(dy, 0)] };
}

function rowsByWidth(inner: number): number {
  return Math.max(FEWEST_CHUNK_ROWS, Math.floor(CHUNK_ELEMENTS / inner));
}

/** Equal chunks but for the last, of about `most` rows. */
function chunkSizes(rows: number, most: number): number[] {
  const chunks = Math.max(1, Math.round(rows / most));
  const size = Math.ceil(rows / chunks);
  const sizes: number[] = [];
  for (let left = rows; left > 0; left -= size) sizes.push(Math.min(size, left));
  return sizes;
}
