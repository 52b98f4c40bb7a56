import type {
  GatherV2Attrs,
  ScatterNdAttrs,
  TopKAttrs,
  UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { ELEMENT_TYPES } from '../../onnx/model-writer.js';
import { sizeOf } from '../../program.js';
import type { Graph, GraphValue } from '../graph.js';
import { axisOf, type KernelTable, kernel } from '../kernel.js';
import { constant, full, int64s, type Lazy, lazy, splat } from '../lazy.js';
import { add, cast, compare, elementwise } from './elementwise.js';
import { matMul } from './matmul.js';
import { reduce } from './reduce.js';
import { reshape } from './shape.js';

/** Up to this many segments a matrix product with the one-hot rows beats scattering. */
const ONE_HOT_SEGMENTS = 16;

function int64Of(graph: Graph, value: GraphValue): GraphValue {
  const type = { shape: value.shape, dtype: 'int64' } as const;
  return graph.op('Cast', [value], type, { to: ELEMENT_TYPES.int64 });
}

/** Rows of `x` along `axis`; the first `batchAxes` axes of both are walked together. */
export function gather(
  graph: Graph,
  x: Lazy,
  indices: Lazy,
  axis: number,
  batchAxes: number,
): Lazy {
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const shape = [...before, ...indices.shape.slice(batchAxes), ...after];
  if (sizeOf(shape) === 0) return splat(graph, 0, shape, x.dtype);
  if (batchAxes === 0) {
    const operands = [full(graph, x), full(graph, indices)];
    return lazy(graph.op('Gather', operands, { shape, dtype: x.dtype }, { axis }));
  }
  if (batchAxes !== axis) throw new Error('internal: gather with batchDims other than its axis');
  const batch = sizeOf(before);
  const length = x.shape[axis] ?? 0;
  const perBatch = sizeOf(indices.shape) / batch;
  const starts = constant(
    graph,
    Array.from({ length: batch }, (_, i) => i * length),
    [batch, 1],
    'int32',
  );
  const flat = add(graph, reshape(graph, indices, [batch, perBatch]), starts);
  const rows = reshape(graph, x, [batch * length, ...after]);
  return reshape(graph, gather(graph, rows, reshape(graph, flat, [batch * perBatch]), 0, 0), shape);
}

/**
 * Sums the rows of `x` [n, ...] that share a segment. Rows of one segment are added in order, so the
 * bits do not depend on threads; ONNX' ScatterND is not used, since with two threads and repeated
 * indices onnxruntime's loses updates.
 */
export function segmentSum(graph: Graph, x: Lazy, segments: Lazy, count: number): Lazy {
  const shape = [count, ...x.shape.slice(1)];
  const rows = x.shape[0] ?? 0;
  const width = sizeOf(x.shape.slice(1));
  if (sizeOf(shape) === 0 || rows === 0) return splat(graph, 0, shape, x.dtype);
  if (count <= ONE_HOT_SEGMENTS && x.dtype === 'float32') {
    const classes = constant(
      graph,
      Array.from({ length: count }, (_, i) => i),
      [count],
      'int32',
    );
    const hit = compare(graph, 'Equal', reshape(graph, segments, [rows, 1]), classes);
    const summed = matMul(
      graph,
      cast(graph, hit, 'float32'),
      reshape(graph, x, [rows, width]),
      true,
      false,
    );
    return reshape(graph, summed, shape);
  }
  const zeros = full(graph, splat(graph, 0, [count, width], x.dtype));
  // Expanded as int32 and widened last: providers for GPUs take no int64 arithmetic.
  const places = { ...reshape(graph, segments, [rows, 1]), shape: [rows, width] };
  const operands = [
    zeros,
    int64Of(graph, full(graph, places)),
    full(graph, reshape(graph, x, [rows, width])),
  ];
  const type = { shape: [count, width], dtype: x.dtype };
  const attributes = { axis: 0, reduction: 'add' };
  return reshape(graph, lazy(graph.op('ScatterElements', operands, type, attributes)), shape);
}

/** Row numbers of `indices` [..., depth] in an array whose first `depth` axes are flattened. */
function flatIndices(graph: Graph, indices: Lazy, lengths: readonly number[]): Lazy {
  const strides = lengths.map((_, i) => sizeOf(lengths.slice(i + 1)));
  const weighted = elementwise(
    graph,
    'Mul',
    [indices, constant(graph, strides, [strides.length], 'int32')],
    'int32',
  );
  const last = indices.shape.length - 1;
  const flat = reduce(graph, 'ReduceSum', weighted, [last], false);
  return reshape(graph, flat, [sizeOf(indices.shape.slice(0, -1))]);
}

/** Kernels that read or add at indices. */
export const gatherScatterKernels: KernelTable = {
  GatherV2: kernel<GatherV2Attrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const axis = axisOf(attributes.axis, x.shape.length);
    return gather(graph, x, input('indices'), axis, attributes.batchDims ?? 0);
  }),
  GatherNd: kernel(({ graph, input }) => {
    const x = input('params');
    const indices = input('indices');
    const depth = indices.shape.at(-1) ?? 0;
    const lengths = x.shape.slice(0, depth);
    const rest = x.shape.slice(depth);
    const rows = reshape(graph, x, [sizeOf(lengths), ...rest]);
    const picked = gather(graph, rows, flatIndices(graph, indices, lengths), 0, 0);
    return reshape(graph, picked, [...indices.shape.slice(0, -1), ...rest]);
  }),
  ScatterNd: kernel<ScatterNdAttrs>(({ graph, input, attributes }) => {
    const indices = input('indices');
    const updates = input('updates');
    const depth = indices.shape.at(-1) ?? 0;
    const lengths = attributes.shape.slice(0, depth);
    const rest = attributes.shape.slice(depth);
    const flat = flatIndices(graph, indices, lengths);
    const rows = reshape(graph, updates, [flat.shape[0] ?? 0, ...rest]);
    return reshape(graph, segmentSum(graph, rows, flat, sizeOf(lengths)), attributes.shape);
  }),
  UnsortedSegmentSum: kernel<UnsortedSegmentSumAttrs>(({ graph, input, attributes }) =>
    segmentSum(graph, input('x'), input('segmentIds'), attributes.numSegments),
  ),
  TopK: kernel<TopKAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const shape = [...x.shape.slice(0, -1), attributes.k];
    const types = [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int64' },
    ] as const;
    const operands = [full(graph, x), int64s(graph, [attributes.k])];
    const [values, indices] = graph.emit('TopK', operands, types, { axis: -1 });
    if (!values || !indices) throw new Error('internal: TopK has two outputs');
    const index = graph.op(
      'Cast',
      [indices],
      { shape, dtype: 'int32' },
      { to: ELEMENT_TYPES.int32 },
    );
    return [lazy(values), lazy(index)];
  }),
};
