import { add, concat, erf, exp, mul, split, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { columnSums, gemm } from './gemm.js';
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
 * w2ᵀ gelu(w1 x + b1) + b2 (PinnerFormer A.2), gelu(h) = h · Φ(h); x [N, I], w1 [F, I] with the
 * weights of each inner value in a row, b1 [F] or absent where w1 carries it (foldNorm), w2 [F, O],
 * b2 [O], result [N, O]. Rows are taken in chunks, forward and backward. The inner values are kept as
 * t = h / √2, so that gelu(h) = t (1 + erf t) / √2 and its slope by t is
 * ((1 + erf t) + t · 2/√π e^−t²) / √2: the roots ride on the products. F is the wider side of both
 * matrices, and the one that their gradients read across its rows, which is the faster way round.
 */
export function mlp(
  x: Tensor,
  w1: Tensor,
  b1: Tensor | undefined,
  w2: Tensor,
  b2: Tensor,
  { inputGradient = true, chunkRows }: MlpOptions = {},
): Tensor {
  const sizes = chunkSizes(x.shape[0] ?? 0, chunkRows ?? rowsByWidth(w1.shape[0] ?? 0));
  // The inputs that get a gradient, in this order: x and b1 where there is one, then the others.
  const optional = [...(inputGradient ? [x] : []), ...(b1 ? [b1] : [])];
  return withGradient([...optional, w1, w2, b2], (...given) => {
    const [w1, w2, b2] = given.slice(optional.length) as [Tensor, Tensor, Tensor];
    const rowsOf = inputGradient ? (given[0] ?? x) : x;
    const shift = b1 && mul(given[inputGradient ? 1 : 0] ?? b1, Math.SQRT1_2);
    const saved: Tensor[] = [w1, w2];
    const outputs = inChunks(rowsOf, sizes).map(rows => {
      const t = gemm(rows, w1, { transposeB: true, alpha: Math.SQRT1_2, plus: shift }); // [r, F]
      const doubled = add(erf(t), 1); // 2 Φ(h)
      const bell = exp(sub(LOG_TWO_OVER_ROOT_PI, square(t)));
      const doubledGelu = mul(t, doubled);
      saved.push(rows, doubledGelu, add(doubled, mul(t, bell)));
      return gemm(doubledGelu, w2, { alpha: Math.SQRT1_2, plus: b2 }); // [r, O]
    });
    return {
      value: joined(outputs),
      saved,
      gradient: (dy: Tensor, kept: readonly Tensor[]) => {
        const { dX, dB1, dW1, dW2 } = backward(dy, kept, sizes, inputGradient, b1 !== undefined);
        return [...dX, ...dB1, dW1, dW2, columnSums(dy)];
      },
    };
  });
}

function backward(
  dy: Tensor,
  kept: readonly Tensor[],
  sizes: number[],
  inputGradient: boolean,
  biasGradient: boolean,
): { dX: Tensor[]; dB1: Tensor[]; dW1: Tensor; dW2: Tensor } {
  const [w1, w2, ...chunks] = kept as [Tensor, Tensor, ...Tensor[]];
  const dX: Tensor[] = [];
  const dB1: Tensor[] = [];
  const dW1: Tensor[] = [];
  const dW2: Tensor[] = [];
  inChunks(dy, sizes).forEach((dOutput, index) => {
    const [rows, doubledGelu, slope] = chunks.slice(3 * index, 3 * index + 3) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const dGelu = gemm(dOutput, w2, { transposeB: true, alpha: Math.SQRT1_2 }); // [r, F]
    const dInner = mul(dGelu, slope);
    dW2.push(gemm(doubledGelu, dOutput, { transposeA: true, alpha: Math.SQRT1_2 })); // [F, O]
    dW1.push(gemm(dInner, rows, { transposeA: true, alpha: Math.SQRT1_2 })); // [F, I]
    if (biasGradient) dB1.push(columnSums(dInner));
    if (inputGradient) dX.push(gemm(dInner, w1, { alpha: Math.SQRT1_2 }));
  });
  return {
    dX: inputGradient ? [joined(dX)] : [],
    dB1: biasGradient ? [mul(total(dB1), Math.SQRT1_2)] : [],
    dW1: total(dW1),
    dW2: total(dW2),
  };
}

function inChunks(rows: Tensor, sizes: number[]): Tensor[] {
  return sizes.length === 1 ? [rows] : split(rows, sizes, 0);
}

function joined(parts: Tensor[]): Tensor {
  return parts.length === 1 && parts[0] ? parts[0] : concat(parts, 0);
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
