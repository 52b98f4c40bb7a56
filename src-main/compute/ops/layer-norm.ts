import { add, div, mean, mul, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { onnxOp } from '../onnx-op.js';
import { at, withGradient } from './with-gradient.js';

export const LAYER_NORM_EPSILON = 1e-5;

/**
 * y = (x − mean(x)) / sqrt(var(x) + 1e-5) · gain + bias over the last axis; x [N, H], gain and
 * bias [H], y [N, H]. The backward pass reads x, its mean and its reciprocal deviation.
 */
export function layerNorm(x: Tensor, gain: Tensor, bias: Tensor): Tensor {
  return withGradient([x, gain, bias], (x, gain, bias) => {
    const { y, average, reciprocal } = normalise(x, gain, bias);
    return {
      value: y,
      saved: [x, gain, average, reciprocal],
      gradient: (dy, saved) => {
        const reciprocal = at(saved, 3);
        const standard = mul(sub(at(saved, 0), at(saved, 2)), reciprocal); // [N, H]
        const dStandard = mul(dy, at(saved, 1)); // [N, H]
        const dMean = mean(dStandard, -1, true); // [N, 1]
        const dScale = mean(mul(dStandard, standard), -1, true); // [N, 1]
        const dx = mul(sub(sub(dStandard, dMean), mul(standard, dScale)), reciprocal);
        return [dx, sum(mul(dy, standard), 0), sum(dy, 0)];
      },
    };
  });
}

function normalise(
  x: Tensor,
  gain: Tensor,
  bias: Tensor,
): { y: Tensor; average: Tensor; reciprocal: Tensor } {
  const column = [x.shape[0] ?? 1, 1];
  const [y, average, reciprocal] = onnxOp(
    'LayerNormalization',
    [x, gain, bias],
    { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } },
    [
      { shape: x.shape, dtype: 'float32' },
      { shape: column, dtype: 'float32' },
      { shape: column, dtype: 'float32' },
    ],
    {
      fallback: () => {
        const average = mean(x, -1, true);
        const centred = sub(x, average);
        const variance = mean(square(centred), -1, true);
        const reciprocal = div(1, sqrt(add(variance, LAYER_NORM_EPSILON)));
        return [add(mul(mul(centred, reciprocal), gain), bias), average, reciprocal];
      },
    },
  );
  if (!y || !average || !reciprocal) throw new Error('internal: LayerNormalization has 3 outputs');
  return { y, average, reciprocal };
}
