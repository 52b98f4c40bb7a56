import {
  backend_util,
  type ConcatAttrs,
  type ExpandDimsAttrs,
  type PackAttrs,
  type PadV2Attrs,
  type ReshapeAttrs,
  type ReverseAttrs,
  type SliceAttrs,
  type SplitVAttrs,
  slice_util,
  type TileAttrs,
  type TransposeAttrs,
  type UnpackAttrs,
  util,
} from '@tensorflow/tfjs-core';
import { sameShape } from '../../check-arrays.js';
import { sizeOf } from '../../program.js';
import type { Graph, GraphValue } from '../graph.js';
import { axisOf, type KernelTable, kernel } from '../kernel.js';
import { alignedShape, full, int64s, isBroadcast, type Lazy, lazy, splat } from '../lazy.js';

/** Smallest int64 that ONNX' Slice reads as "to the beginning and beyond". */
const BEFORE_THE_FIRST = -2_147_483_648;

function reshapeValue(graph: Graph, value: GraphValue, shape: readonly number[]): GraphValue {
  if (sameShape(value.shape, shape)) return value;
  return graph.op('Reshape', [value, int64s(graph, shape)], { shape, dtype: value.dtype });
}

/** Stays as it is stored as long as only axes of length 1 come or go. */
export function reshape(graph: Graph, x: Lazy, shape: readonly number[]): Lazy {
  if (sameShape(x.shape, shape)) return x;
  if (sizeOf(x.value.shape) === 1 && sizeOf(shape) > 0)
    return lazy(reshapeValue(graph, x.value, []), shape);
  if (!isBroadcast(x)) {
    const leading = shape.length - x.value.shape.length;
    const fits = leading >= 0 && sameShape(shape.slice(leading), x.value.shape);
    return lazy(fits ? x.value : reshapeValue(graph, x.value, shape), shape);
  }
  const long = (axes: readonly number[]) => axes.filter(length => length !== 1);
  if (!sameShape(long(x.shape), long(shape)))
    return lazy(reshapeValue(graph, full(graph, x), shape));
  const stored = alignedShape(x).filter((_, axis) => x.shape[axis] !== 1);
  let next = 0;
  const target = shape.map(length => (length === 1 ? 1 : (stored[next++] ?? 1)));
  return lazy(reshapeValue(graph, x.value, target), shape);
}

export function transpose(graph: Graph, x: Lazy, permutation: readonly number[]): Lazy {
  const shape = permutation.map(axis => x.shape[axis] ?? 0);
  if (permutation.every((axis, i) => axis === i)) return x;
  const aligned = alignedShape(x);
  const stored = permutation.map(axis => aligned[axis] ?? 1);
  const moving = permutation.filter(axis => aligned[axis] !== 1);
  const type = { shape: stored, dtype: x.dtype };
  // Moving only axes of length 1 moves no element.
  if (moving.every((axis, i) => i === 0 || (moving[i - 1] ?? 0) < axis))
    return lazy(reshapeValue(graph, x.value, stored), shape);
  const value = reshapeValue(graph, x.value, aligned);
  return lazy(graph.op('Transpose', [value], type, { perm: permutation }), shape);
}

export function concatenate(graph: Graph, parts: readonly Lazy[], axis: number): Lazy {
  const [first, ...others] = parts.filter(part => sizeOf(part.shape) > 0);
  if (!first) {
    const shape = [...(parts[0]?.shape ?? [])];
    shape[axis] = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0);
    return splat(graph, 0, shape, parts[0]?.dtype ?? 'float32');
  }
  if (others.length === 0) return first;
  const shape = [...first.shape];
  shape[axis] = [first, ...others].reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0);
  const values = [first, ...others].map(part => full(graph, part));
  return lazy(graph.op('Concat', values, { shape, dtype: first.dtype }, { axis }));
}

/** Cuts only the axes that are stored; along a broadcast axis a shorter shape is enough. */
export function slice(
  graph: Graph,
  x: Lazy,
  begin: readonly number[],
  size: readonly number[],
): Lazy {
  const shape = [...size];
  if (sizeOf(shape) === 0) return splat(graph, 0, shape, x.dtype);
  const missing = x.shape.length - x.value.shape.length;
  const stored = [...x.value.shape];
  const axes: number[] = [];
  for (let axis = missing; axis < shape.length; axis++) {
    const length = shape[axis] ?? 0;
    if (x.value.shape[axis - missing] === 1 || length === x.shape[axis]) continue;
    axes.push(axis - missing);
    stored[axis - missing] = length;
  }
  if (axes.length === 0) return { ...x, shape };
  const from = axes.map(axis => begin[axis + missing] ?? 0);
  const to = axes.map((axis, i) => (from[i] ?? 0) + (stored[axis] ?? 0));
  const operands = [x.value, int64s(graph, from), int64s(graph, to), int64s(graph, axes)];
  return lazy(graph.op('Slice', operands, { shape: stored, dtype: x.dtype }), shape);
}

function split(graph: Graph, x: Lazy, sizes: readonly number[], axis: number): Lazy[] {
  const types = sizes.map(size => ({
    shape: x.shape.map((length, i) => (i === axis ? size : length)),
    dtype: x.dtype,
  }));
  if (sizes.length === 1) return [x];
  const values = graph.emit('Split', [full(graph, x), int64s(graph, sizes)], types, { axis });
  return values.map(value => lazy(value));
}

function pad(graph: Graph, x: Lazy, paddings: readonly [number, number][], value: number): Lazy {
  const shape = x.shape.map(
    (length, i) => length + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0),
  );
  if (sizeOf(x.shape) === 0) return splat(graph, value, shape, x.dtype);
  if (sameShape(shape, x.shape)) return x;
  const amounts = [...paddings.map(pair => pair[0]), ...paddings.map(pair => pair[1])];
  const filling = splat(graph, value, [], x.dtype).value;
  const operands = [full(graph, x), int64s(graph, amounts), filling];
  return lazy(graph.op('Pad', operands, { shape, dtype: x.dtype }, { mode: 'constant' }));
}

function tile(graph: Graph, x: Lazy, reps: readonly number[]): Lazy {
  const shape = x.shape.map((length, i) => length * (reps[i] ?? 1));
  if (sizeOf(shape) === 0) return splat(graph, 0, shape, x.dtype);
  if (x.shape.every((length, i) => length === 1 || reps[i] === 1)) return { ...x, shape };
  const operands = [full(graph, x), int64s(graph, reps)];
  return lazy(graph.op('Tile', operands, { shape, dtype: x.dtype }));
}

function reverse(graph: Graph, x: Lazy, axes: readonly number[]): Lazy {
  if (axes.length === 0 || sizeOf(x.shape) === 0) return x;
  const each = (value: number) =>
    int64s(
      graph,
      axes.map(() => value),
    );
  const operands = [
    full(graph, x),
    each(-1),
    each(BEFORE_THE_FIRST),
    int64s(graph, axes),
    each(-1),
  ];
  return lazy(graph.op('Slice', operands, { shape: x.shape, dtype: x.dtype }));
}

function inserted(shape: readonly number[], axis: number): number[] {
  const result = [...shape];
  result.splice(axis, 0, 1);
  return result;
}

/** Kernels that move elements and compute nothing. */
export const shapeKernels: KernelTable = {
  Reshape: kernel<ReshapeAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    return reshape(graph, x, util.inferFromImplicitShape(attributes.shape, sizeOf(x.shape)));
  }),
  ExpandDims: kernel<ExpandDimsAttrs>(({ graph, input, attributes }) => {
    const x = input('input');
    return reshape(graph, x, inserted(x.shape, axisOf(attributes.dim, x.shape.length + 1)));
  }),
  Transpose: kernel<TransposeAttrs>(({ graph, input, attributes }) =>
    transpose(graph, input('x'), attributes.perm),
  ),
  Concat: kernel<ConcatAttrs>(({ graph, inputs, attributes }) =>
    concatenate(graph, inputs, axisOf(attributes.axis, inputs[0]?.shape.length ?? 0)),
  ),
  Pack: kernel<PackAttrs>(({ graph, inputs, attributes }) => {
    const axis = axisOf(attributes.axis, (inputs[0]?.shape.length ?? 0) + 1);
    const parts = inputs.map(x => reshape(graph, x, inserted(x.shape, axis)));
    return concatenate(graph, parts, axis);
  }),
  Slice: kernel<SliceAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const like = { shape: [...x.shape] };
    // parseSliceParams reads nothing but the shape.
    const [begin = [], size = []] = slice_util.parseSliceParams(
      like as never,
      attributes.begin,
      attributes.size,
    );
    return slice(graph, x, begin, size);
  }),
  SplitV: kernel<SplitVAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const axis = axisOf(attributes.axis, x.shape.length);
    const like = { shape: [...x.shape] };
    // prepareSplitSize reads nothing but the shape.
    const sizes = backend_util.prepareSplitSize(like as never, attributes.numOrSizeSplits, axis);
    return split(graph, x, [sizes].flat(), axis);
  }),
  Unpack: kernel<UnpackAttrs>(({ graph, input, attributes }) => {
    const x = input('value');
    const axis = axisOf(attributes.axis, x.shape.length);
    const shape = x.shape.filter((_, i) => i !== axis);
    const ones = new Array<number>(x.shape[axis] ?? 0).fill(1);
    return split(graph, x, ones, axis).map(part => reshape(graph, part, shape));
  }),
  PadV2: kernel<PadV2Attrs>(({ graph, input, attributes }) =>
    pad(graph, input('x'), attributes.paddings, attributes.constantValue ?? 0),
  ),
  Tile: kernel<TileAttrs>(({ graph, input, attributes }) =>
    tile(graph, input('x'), attributes.reps),
  ),
  Reverse: kernel<ReverseAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    return reverse(graph, x, util.parseAxisParam(attributes.dims, [...x.shape]));
  }),
};
