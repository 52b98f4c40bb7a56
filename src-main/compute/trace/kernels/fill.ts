import type { FillAttrs, OneHotAttrs, RangeAttrs } from '@tensorflow/tfjs-core';
import { type KernelTable, kernel } from '../kernel.js';
import { constant, type LazyType, splat } from '../lazy.js';
import { cast, compare, select } from './elementwise.js';
import { reshape } from './shape.js';

/** Kernels that make tensors of known values. */
export const fillKernels: KernelTable = {
  Fill: kernel<FillAttrs>(({ graph, attributes: { shape, value, dtype } }) =>
    splat(graph, Number(value), shape, (dtype ?? 'float32') as LazyType),
  ),
  ZerosLike: kernel(({ graph, input }) => splat(graph, 0, input('x').shape, input('x').dtype)),
  OnesLike: kernel(({ graph, input }) => splat(graph, 1, input('x').shape, input('x').dtype)),
  Range: kernel<RangeAttrs>(({ graph, attributes: { start, stop, step, dtype } }) => {
    const length = Math.max(0, Math.ceil((stop - start) / step));
    const elements = Array.from({ length }, (_, i) => start + i * step);
    return constant(graph, elements, [length], dtype);
  }),
  OneHot: kernel<OneHotAttrs>(({ graph, input, attributes }) => {
    const indices = input('indices');
    const { depth, onValue, offValue } = attributes;
    const dtype = (attributes.dtype ?? 'int32') as LazyType;
    const classes = constant(
      graph,
      Array.from({ length: depth }, (_, i) => i),
      [depth],
      'int32',
    );
    const hit = compare(graph, 'Equal', reshape(graph, indices, [...indices.shape, 1]), classes);
    if (onValue === 1 && offValue === 0) return cast(graph, hit, dtype);
    return select(graph, hit, splat(graph, onValue, [], dtype), splat(graph, offValue, [], dtype));
  }),
};
