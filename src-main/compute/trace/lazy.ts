import { sameShape } from '../check-arrays.js';
import { sizeOf } from '../program.js';
import type { Graph, GraphValue } from './graph.js';

export type LazyType = 'float32' | 'int32' | 'bool';

/**
 * A tensor of the traced program: a graph value, perhaps still to be broadcast to `shape` (aligned
 * at the last axis). Gradients of sums are scalars seen as full arrays; they stay scalars here.
 */
export interface Lazy {
  readonly value: GraphValue;
  readonly shape: readonly number[];
  readonly dtype: LazyType;
}

/** Constants are written out up to this many elements; larger splats are expanded in the graph. */
const WRITTEN_SPLAT = 4096;

export function lazy(value: GraphValue, shape: readonly number[] = value.shape): Lazy {
  if (value.dtype === 'int64') throw new Error('internal: int64 values stay inside kernels');
  return { value, shape, dtype: value.dtype };
}

export function constant(
  graph: Graph,
  elements: ArrayLike<number>,
  shape: readonly number[],
  dtype: LazyType,
): Lazy {
  return lazy(graph.constant(elements, { shape, dtype }));
}

/** `value` everywhere, stored once. */
export function splat(
  graph: Graph,
  value: number,
  shape: readonly number[],
  dtype: LazyType,
): Lazy {
  if (sizeOf(shape) === 0) return constant(graph, [], shape, dtype);
  const stored =
    dtype === 'float32' ? Math.fround(value) : dtype === 'int32' ? value | 0 : +!!value;
  return lazy(graph.constant([stored], { shape: [], dtype }), shape);
}

/** The number that every element equals, where tracing knows it. */
export function splatOf(x: Lazy): number | undefined {
  return x.value.elements?.length === 1 ? x.value.elements[0] : undefined;
}

/** True while elements are still to be repeated, and not only axes of length 1 to be added. */
export function isBroadcast(x: Lazy): boolean {
  return sizeOf(x.value.shape) !== sizeOf(x.shape);
}

/** int64 list, as ONNX takes shapes, axes and sizes. */
export function int64s(graph: Graph, elements: readonly number[]): GraphValue {
  return graph.constant(elements, { shape: [elements.length], dtype: 'int64' });
}

/** The value in its full shape. */
export function full(graph: Graph, x: Lazy): GraphValue {
  if (sameShape(x.value.shape, x.shape)) return x.value;
  const type = { shape: x.shape, dtype: x.dtype };
  const repeated = splatOf(x);
  const size = sizeOf(x.shape);
  if (sizeOf(x.value.shape) === size && repeated === undefined)
    return graph.op('Reshape', [x.value, int64s(graph, x.shape)], type);
  if (repeated !== undefined && size <= WRITTEN_SPLAT)
    return graph.constant(new Array<number>(size).fill(repeated), type);
  return graph.op('Expand', [x.value, int64s(graph, x.shape)], type);
}

/** The stored shape with leading ones, as long as the shape itself. */
export function alignedShape(x: Lazy): number[] {
  const missing = x.shape.length - x.value.shape.length;
  return [...new Array<number>(missing).fill(1), ...x.value.shape];
}

/** ONNX broadcasting of shapes, aligned at the last axis. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(
        `internal: shapes [${a.join(', ')}] and [${b.join(', ')}] cannot be broadcast together`,
      );
    return left === 1 ? right : left;
  });
}
