import type { Tensor } from '@tensorflow/tfjs-core';
import { COLLECTIVES, type CollectiveOp } from '../collective.js';
import { onnxOp } from '../onnx-op.js';
import { at, withGradient } from './with-gradient.js';

/**
 * Where the lanes of a program meet (see lane-device). With one lane each is the identity. They have the
 * names and meanings of MPI's collectives, and take float32 alone.
 */

/** The lanes' parts one after the other, in every lane: [n, …] to [lanes · n, …]. */
export function allGather(part: Tensor, lanes: number): Tensor {
  if (lanes === 1) return part;
  return withGradient([part], part => ({
    value: only(collective('AllGather', [part], [scaled(part, lanes)])),
    saved: [],
    gradient: dy => [reduceScatter(dy, lanes)],
  }));
}

/** Sums over the lanes, in every lane, of each of `tensors`; in lane order, so that bits repeat. No gradient. */
export function allReduce(tensors: readonly Tensor[], lanes: number): readonly Tensor[] {
  if (lanes === 1) return tensors;
  return collective(
    'AllReduce',
    tensors,
    tensors.map(tensor => tensor.shape),
  );
}

/** The lane's own part of the sum over the lanes: [lanes · n, …] to [n, …]. No gradient. */
export function reduceScatter(whole: Tensor, lanes: number): Tensor {
  if (lanes === 1) return whole;
  return only(collective('ReduceScatter', [whole], [scaled(whole, 1 / lanes)]));
}

function collective(
  op: CollectiveOp,
  inputs: readonly Tensor[],
  shapes: readonly (readonly number[])[],
): readonly Tensor[] {
  const outputs = shapes.map(shape => ({ shape, dtype: 'float32' as const }));
  return onnxOp(op, inputs, {}, outputs, {
    domain: COLLECTIVES,
    fallback: () => {
      throw new Error(`internal: ${op} needs a device that runs several lanes`);
    },
  });
}

function scaled(tensor: Tensor, by: number): number[] {
  const [first, ...others] = tensor.shape;
  if (first === undefined || !Number.isInteger(first * by))
    throw new Error(`internal: ${first} rows cannot be dealt out to ${1 / by} lanes`);
  return [first * by, ...others];
}

function only(tensors: readonly Tensor[]): Tensor {
  return at(tensors, 0);
}
