import { add, erf, exp, mul, square, type Tensor } from '@tensorflow/tfjs-core';
import { at, withGradient } from './with-gradient.js';

/**
 * gelu(x) = x · Φ(x) with Φ(x) = (1 + erf(x / √2)) / 2 (Hendrycks & Gimpel 2016, the exact form);
 * any shape. Its derivative is Φ(x) + x · φ(x), φ the standard normal density.
 */
export function gelu(x: Tensor): Tensor {
  return withGradient([x], x => {
    const distribution = add(mul(erf(mul(x, Math.SQRT1_2)), 0.5), 0.5);
    return {
      value: mul(x, distribution),
      saved: [x, distribution],
      gradient: (dy, saved) => [mul(dy, geluSlope(at(saved, 0), at(saved, 1)))],
    };
  });
}

/** dgelu/dx from x and Φ(x). */
export function geluSlope(x: Tensor, distribution: Tensor): Tensor {
  const density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(distribution, mul(x, density));
}
