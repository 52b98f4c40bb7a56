import {
  add,
  concat,
  cos,
  mul,
  reshape,
  sin,
  slice,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';

/**
 * Moves learned phases from the features into the weights. With features cos(a + φ₁) and sin(a + φ₂)
 * of P angles and their weights w [2P, H] (cosines first), returns w′ [2P, H] such that
 * [cos a, sin a] · w′ equals [cos(a + φ₁), sin(a + φ₂)] · w, by the angle sums; phases [2, P]. So the
 * small matrix is rotated, never the large features (PinnerFormer A.1).
 */
export function rotatePhases(w: Tensor, phases: Tensor): Tensor {
  const count = phases.shape[1] ?? 0;
  const width = w.shape[1] ?? 0;
  const part = (row: number) => reshape(slice(phases, [row, 0], [1, count]), [count, 1]);
  const [first, second] = [part(0), part(1)]; // [P, 1]
  const ofCosine = slice(w, [0, 0], [count, width]); // [P, H]
  const ofSine = slice(w, [count, 0], [count, width]); // [P, H]
  const onCosine = add(mul(cos(first), ofCosine), mul(sin(second), ofSine));
  const onSine = sub(mul(cos(second), ofSine), mul(sin(first), ofCosine));
  return concat([onCosine, onSine], 0);
}
