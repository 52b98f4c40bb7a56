import {
  add,
  div,
  fill,
  matMul,
  mean,
  mul,
  reshape,
  sqrt,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { onnxOp } from '../onnx-op.js';
import { at, withGradient } from './with-gradient.js';

const EPSILON = 1e-5;

/**
 * z = (x − mean(x)) · r with r = 1 / sqrt(var(x) + 1e-5), over the last axis: layer normalisation
 * before its gain and bias, which `foldNorm` moves into the layer that reads it; x, z [N, H]. The
 * gradient is r · (dz − mean(dz) − z · mean(dz ∘ z)).
 */
export function standardize(x: Tensor): Tensor {
  return withGradient([x], x => {
    const { z, reciprocal } = standardizeRows(x);
    return {
      value: z,
      saved: [z, reciprocal],
      gradient: (dz, saved) => {
        const z = at(saved, 0);
        const reciprocal = at(saved, 1); // [N, 1]
        const level = mul(mean(dz, -1, true), reciprocal); // [N, 1]
        const along = mul(mean(mul(dz, z), -1, true), reciprocal); // [N, 1]
        return [sub(sub(mul(dz, reciprocal), level), mul(z, along))];
      },
    };
  });
}

/**
 * Weights and bias of a layer w, b that reads gain · z + bias, such that they read z alone:
 * (gain · z + bias) w + b = z (gain ∘ w) + (bias w + b). gain, bias [H], w [H, O], b [O]. So gain and
 * bias cost passes over matrices of weights, never over rows.
 */
export function foldNorm(
  gain: Tensor,
  bias: Tensor,
  w: Tensor,
  b: Tensor,
): { w: Tensor; b: Tensor } {
  const [H = 0, O = 0] = w.shape;
  const shift = reshape(matMul<Tensor>(reshape(bias, [1, H]), w), [O]);
  return { w: mul(reshape(gain, [H, 1]), w), b: add(shift, b) };
}

function standardizeRows(x: Tensor): { z: Tensor; reciprocal: Tensor } {
  const [N = 0, H = 0] = x.shape;
  const outputs = onnxOp(
    'LayerNormalization',
    [x, fill([H], 1), fill([H], 0)],
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
        return [mul(centred, reciprocal), average, reciprocal];
      },
    },
  );
  const [z, , reciprocal] = outputs;
  if (!z || !reciprocal) throw new Error('internal: LayerNormalization has 3 outputs');
  return { z, reciprocal };
}
