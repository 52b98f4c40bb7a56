import { type ArgMaxAttrs, type CumsumAttrs, type SoftmaxAttrs, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../program.js';
import type { Graph } from '../graph.js';
import { axisOf, type Kernel, type KernelTable, kernel } from '../kernel.js';
import { alignedShape, full, int64s, type Lazy, lazy, splat } from '../lazy.js';
import { cast, multiply } from './elementwise.js';
import { reshape } from './shape.js';

type Reduction = 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd';

/** What a reduction over nothing gives. */
const OF_NOTHING: Readonly<Record<Reduction, number>> = {
  ReduceSum: 0,
  ReduceMean: Number.NaN,
  ReduceMax: Number.NEGATIVE_INFINITY,
  ReduceMin: Number.POSITIVE_INFINITY,
  ReduceProd: 1,
};

/** Reduces the stored elements only: over a broadcast axis a sum is a product, a mean changes nothing. */
export function reduce(
  graph: Graph,
  op: Reduction,
  x: Lazy,
  axes: readonly number[],
  keepAxes: boolean,
): Lazy {
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const shape = keepAxes ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  if (sizeOf(kept) === 0) return splat(graph, 0, shape, x.dtype);
  if (sizeOf(x.shape) === 0) return splat(graph, OF_NOTHING[op], shape, x.dtype);
  const source = op === 'ReduceProd' ? lazy(full(graph, x)) : x;
  const aligned = alignedShape(source);
  const stored = axes.filter(axis => (aligned[axis] ?? 1) > 1);
  const repeats = axes.reduce(
    (product, axis) => product * ((x.shape[axis] ?? 1) / (aligned[axis] ?? 1)),
    1,
  );
  const reduced = stored.length === 0 ? source : reduceStored(graph, op, source, stored);
  const scaled =
    op === 'ReduceSum' && repeats !== 1
      ? multiply(graph, reduced, splat(graph, repeats, [], x.dtype))
      : reduced;
  return reshape(graph, { ...scaled, shape: kept }, shape);
}

function reduceStored(graph: Graph, op: Reduction, x: Lazy, axes: readonly number[]): Lazy {
  const missing = x.shape.length - x.value.shape.length;
  const stored = axes.map(axis => axis - missing);
  const shape = x.value.shape.map((length, axis) => (stored.includes(axis) ? 1 : length));
  const type = { shape, dtype: x.dtype };
  // Operator set 17: only ReduceSum takes its axes as an input.
  const value =
    op === 'ReduceSum'
      ? graph.op(op, [x.value, int64s(graph, stored)], type, { keepdims: 1 })
      : graph.op(op, [x.value], type, { axes: stored, keepdims: 1 });
  return lazy(
    value,
    x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
  );
}

interface ReductionAttrs {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

function axesOf(attributes: ReductionAttrs, x: Lazy): number[] {
  // Without an axis all are reduced.
  const given = attributes.axis ?? attributes.reductionIndices ?? x.shape.map((_, axis) => axis);
  return util.parseAxisParam(given, [...x.shape]).sort((a, b) => a - b);
}

function reduction(op: Reduction): Kernel {
  return kernel<ReductionAttrs>(({ graph, input, attributes }) => {
    const given = input('x');
    const type = op === 'ReduceMean' ? 'float32' : given.dtype === 'bool' ? 'int32' : given.dtype;
    const x = cast(graph, given, type);
    return reduce(graph, op, x, axesOf(attributes, x), attributes.keepDims ?? false);
  });
}

function logical(op: Reduction): Kernel {
  return kernel<ReductionAttrs>(({ graph, input, attributes }) => {
    const x = cast(graph, input('x'), 'int32');
    const axes = axesOf(attributes, x);
    return cast(graph, reduce(graph, op, x, axes, attributes.keepDims ?? false), 'bool');
  });
}

/** ONNX counts in int64, tfjs in int32; ties go to the first. */
function argument(op: 'ArgMax' | 'ArgMin'): Kernel {
  return kernel<ArgMaxAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const axis = axisOf(attributes.axis, x.shape.length);
    const shape = x.shape.filter((_, i) => i !== axis);
    const type = { shape, dtype: 'int64' } as const;
    const index = graph.op(op, [full(graph, x)], type, { axis, keepdims: 0 });
    return lazy(graph.op('Cast', [index], { shape, dtype: 'int32' }, { to: 6 }));
  });
}

/** Kernels that reduce or run along an axis. */
export const reduceKernels: KernelTable = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: kernel<SoftmaxAttrs>(({ graph, input, attributes }) => {
    const x = input('logits');
    const axis = axisOf(attributes.dim, x.shape.length);
    return lazy(
      graph.op('Softmax', [full(graph, x)], { shape: x.shape, dtype: x.dtype }, { axis }),
    );
  }),
  Cumsum: kernel<CumsumAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const axis = graph.constant([axisOf(attributes.axis, x.shape.length)], {
      shape: [],
      dtype: 'int64',
    });
    const flags = { exclusive: +attributes.exclusive, reverse: +attributes.reverse };
    return lazy(
      graph.op('CumSum', [full(graph, x), axis], { shape: x.shape, dtype: x.dtype }, flags),
    );
  }),
};
