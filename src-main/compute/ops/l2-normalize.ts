import { add, mul, rsqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { at, withGradient } from './with-gradient.js';

/** Keeps the length of a zero vector finite; it is then normalised to zero. */
const EPSILON = 1e-12;

/**
 * y = x / sqrt(Σ x² + 1e-12) over the last axis; x, y [N, D]. The gradient is the part of dy at
 * right angles to y, over the length of x.
 */
export function l2Normalize(x: Tensor): Tensor {
  return withGradient([x], x => {
    const reciprocal = rsqrt(add(sum(square(x), -1, true), EPSILON)); // [N, 1]
    const y = mul(x, reciprocal);
    return {
      value: y,
      saved: [y, reciprocal],
      gradient: (dy, saved) => {
        const y = at(saved, 0);
        const along = sum(mul(dy, y), -1, true); // [N, 1]
        return [mul(sub(dy, mul(y, along)), at(saved, 1))];
      },
    };
  });
}
