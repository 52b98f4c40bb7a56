import {
  add,
  div,
  fill,
  matMul,
  mean,
  mul,
  neg,
  reshape,
  sqrt,
  square,
  sub,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { onnxOp } from '../onnx-op.js';
import { at, withGradient } from './with-gradient.js';

const EPSILON = 1e-5;

/**
 * z + 1 with z = (x − mean(x)) · r and r = 1 / sqrt(var(x) + 1e-5), over the last axis: layer
 * normalisation before its gain and bias, which `foldNorm` moves into the layer that reads it; x and
 * the result [N, H]. A row of z sums to 0 and one of the result to H, which makes room for a bias.
 * The gradient is r · (dz − mean(dz) − z · mean(dz ∘ z)).
 */
export function standardize(x: Tensor): Tensor {
  return withGradient([x], x => {
    const { raised, reciprocal } = standardizeRows(x);
    return {
      value: raised,
      saved: [raised, reciprocal],
      gradient: (dz, saved) => {
        const raised = at(saved, 0);
        const reciprocal = at(saved, 1); // [N, 1]
        const level = mean(dz, -1, true); // [N, 1]
        const slope = sub(mean(mul(dz, raised), -1, true), level); // mean(dz ∘ z), [N, 1]
        const centred = sub(mul(dz, reciprocal), mul(raised, mul(slope, reciprocal)));
        return [add(centred, mul(sub(slope, level), reciprocal))];
      },
    };
  });
}

/**
 * Weights [O, H] of a layer w, b that reads gain · z + bias, such that standardised rows z + 1 times
 * their transpose are (gain · z + bias) w + b: with v = gain ∘ w and c = bias w + b, column by column
 * v − mean(v) + c / H, since the rows of z sum to 0. So gain and both biases, and their gradients,
 * cost passes over matrices of weights, never over rows. gain [H], w [H, O], `shift` c [O] or absent.
 */
export function foldNorm(gain: Tensor, w: Tensor, shift?: Tensor): Tensor {
  const H = w.shape[0] ?? 1;
  const scaled = mul(reshape(gain, [H, 1]), w); // [H, O]
  const level = mean(scaled, 0); // [O]
  const moved = shift ? sub(div(shift, H), level) : neg(level);
  return transpose(add(scaled, moved));
}

/** bias · w + b, [O]: what a layer w, b adds to its rows for the bias [H] of the norm before it. */
export function shiftOf(bias: Tensor, w: Tensor, b: Tensor): Tensor {
  const [H = 0, O = 0] = w.shape;
  return add(reshape(matMul<Tensor>(reshape(bias, [1, H]), w), [O]), b);
}

function standardizeRows(x: Tensor): { raised: Tensor; reciprocal: Tensor } {
  const [N = 0, H = 0] = x.shape;
  const outputs = onnxOp(
    'LayerNormalization',
    [x, fill([H], 1), fill([H], 1)],
    { axis: -1, epsilon: { float: EPSILON } },
    [
      { shape: [N, H], dtype: 'float32' },
      { shape: [N, 1], dtype: 'float32' },
      { shape: [N, 1], dtype: 'float32' },
    ],
    {
      fallback: () => {
        const average = mean(x, -1, true);
        const centred = sub(x, average);
        const reciprocal = div(1, sqrt(add(mean(square(centred), -1, true), EPSILON)));
        return [add(mul(centred, reciprocal), 1), average, reciprocal];
      },
    },
  );
  const [raised, , reciprocal] = outputs;
  if (!raised || !reciprocal) throw new Error('internal: LayerNormalization has 3 outputs');
  return { raised, reciprocal };
}
