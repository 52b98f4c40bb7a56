import type { BatchMatMulAttrs } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../program.js';
import type { Graph } from '../graph.js';
import { type KernelTable, kernel } from '../kernel.js';
import { alignedShape, broadcastShape, full, type Lazy, lazy, splat } from '../lazy.js';
import { transpose } from './shape.js';

/** The operand with its matrix axes stored in full; leading axes may stay broadcast. */
function matrices(graph: Graph, x: Lazy): Lazy {
  const aligned = alignedShape(x);
  const rank = x.shape.length;
  const stored =
    x.value.shape.length >= 2 &&
    aligned[rank - 1] === x.shape[rank - 1] &&
    aligned[rank - 2] === x.shape[rank - 2];
  return stored ? x : lazy(full(graph, x));
}

function swapped(graph: Graph, x: Lazy): Lazy {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  axes[last] = last - 1;
  axes[last - 1] = last;
  return transpose(graph, x, axes);
}

/**
 * [..., m, k] · [..., k, n]. Transposed operands are read as they lie: Gemm for plain matrices,
 * onnxruntime's FusedMatMul for batches of them.
 */
export function matMul(
  graph: Graph,
  left: Lazy,
  right: Lazy,
  transposeLeft: boolean,
  transposeRight: boolean,
): Lazy {
  const [rows = 0, inner = 0] = lastTwo(left.shape, transposeLeft);
  const [, columns = 0] = lastTwo(right.shape, transposeRight);
  const batch = broadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const shape = [...batch, rows, columns];
  if (sizeOf(shape) === 0 || inner === 0) return splat(graph, 0, shape, left.dtype);
  if (left.dtype === 'int32') {
    const a = transposeLeft ? swapped(graph, left) : left;
    const b = transposeRight ? swapped(graph, right) : right;
    return lazy(graph.op('MatMul', [full(graph, a), full(graph, b)], { shape, dtype: 'int32' }));
  }
  const a = matrices(graph, left).value;
  const b = matrices(graph, right).value;
  const stored = [...broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
  const type = { shape: stored, dtype: 'float32' } as const;
  const flags = { transA: +transposeLeft, transB: +transposeRight };
  if (!transposeLeft && !transposeRight) return lazy(graph.op('MatMul', [a, b], type), shape);
  if (a.shape.length === 2 && b.shape.length === 2)
    return lazy(graph.op('Gemm', [a, b], type, flags), shape);
  return lazy(graph.op('FusedMatMul', [a, b], type, flags, 'com.microsoft'), shape);
}

function lastTwo(shape: readonly number[], swap: boolean): number[] {
  const two = shape.slice(-2);
  return swap ? two.reverse() : two;
}

export const matMulKernels: KernelTable = {
  BatchMatMul: kernel<BatchMatMulAttrs>(({ graph, input, attributes }) =>
    matMul(graph, input('a'), input('b'), attributes.transposeA, attributes.transposeB),
  ),
};
