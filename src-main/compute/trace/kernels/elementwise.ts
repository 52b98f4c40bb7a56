import type { CastAttrs, ClipByValueAttrs, LeakyReluAttrs, StepAttrs } from '@tensorflow/tfjs-core';
import { ELEMENT_TYPES } from '../../onnx/model-writer.js';
import type { OnnxAttributes } from '../../onnx-op.js';
import { sizeOf } from '../../program.js';
import type { Graph } from '../graph.js';
import { type Kernel, type KernelTable, kernel } from '../kernel.js';
import { broadcastShape, type Lazy, type LazyType, lazy, splat, splatOf } from '../lazy.js';

/** One node over operands that stay broadcast: only what differs is computed. */
export function elementwise(
  graph: Graph,
  op: string,
  operands: readonly Lazy[],
  dtype: LazyType,
  attributes: OnnxAttributes = {},
): Lazy {
  const shape = operands.map(x => x.shape).reduce(broadcastShape);
  if (sizeOf(shape) === 0) return splat(graph, 0, shape, dtype);
  const stored = operands.map(x => x.value.shape).reduce(broadcastShape);
  const values = operands.map(x => x.value);
  return lazy(graph.op(op, values, { shape: stored, dtype }, attributes), shape);
}

/** As far as `x` with the shape that broadcasting against `other` gives. */
function widened(x: Lazy, other: Lazy): Lazy {
  return { ...x, shape: broadcastShape(x.shape, other.shape) };
}

function arithmetic(op: string, fold: (a: number, b: number) => number): Kernel {
  return kernel(({ graph, input }) => arithmeticOf(graph, op, input('a'), input('b'), fold));
}

function arithmeticOf(
  graph: Graph,
  op: string,
  a: Lazy,
  b: Lazy,
  fold?: (a: number, b: number) => number,
): Lazy {
  const left = splatOf(a);
  const right = splatOf(b);
  if (fold && left !== undefined && right !== undefined) {
    const shape = broadcastShape(a.shape, b.shape);
    return splat(graph, fold(left, right), shape, a.dtype);
  }
  if ((op === 'Mul' || op === 'Div') && right === 1) return widened(a, b);
  if ((op === 'Add' || op === 'Sub') && right === 0) return widened(a, b);
  if ((op === 'Mul' && left === 1) || (op === 'Add' && left === 0)) return widened(b, a);
  return elementwise(graph, op, [a, b], a.dtype);
}

export function add(graph: Graph, a: Lazy, b: Lazy): Lazy {
  return arithmeticOf(graph, 'Add', a, b, (x, y) => x + y);
}

export function multiply(graph: Graph, a: Lazy, b: Lazy): Lazy {
  return arithmeticOf(graph, 'Mul', a, b, (x, y) => x * y);
}

export function compare(graph: Graph, op: string, a: Lazy, b: Lazy): Lazy {
  return elementwise(graph, op, [a, b], 'bool');
}

function binary(op: string): Kernel {
  return kernel(({ graph, input }) =>
    elementwise(graph, op, [input('a'), input('b')], input('a').dtype),
  );
}

function comparison(op: string): Kernel {
  return kernel(({ graph, input }) => compare(graph, op, input('a'), input('b')));
}

function unary(op: string): Kernel {
  return kernel(({ graph, input }) => elementwise(graph, op, [input('x')], input('x').dtype));
}

/** ONNX' rounding operators take floats only; on integers they change nothing. */
function rounding(op: string): Kernel {
  return kernel(({ graph, input }) => {
    const x = input('x');
    return x.dtype === 'float32' ? elementwise(graph, op, [x], 'float32') : x;
  });
}

function test(op: string): Kernel {
  return kernel(({ graph, input }) => elementwise(graph, op, [input('x')], 'bool'));
}

export function cast(graph: Graph, x: Lazy, dtype: LazyType): Lazy {
  if (x.dtype === dtype) return x;
  const repeated = splatOf(x);
  if (repeated !== undefined) return splat(graph, repeated, x.shape, dtype);
  return elementwise(graph, 'Cast', [x], dtype, { to: ELEMENT_TYPES[dtype] });
}

export function select(graph: Graph, condition: Lazy, whenTrue: Lazy, whenFalse: Lazy): Lazy {
  return elementwise(graph, 'Where', [condition, whenTrue, whenFalse], whenTrue.dtype);
}

export function not(graph: Graph, x: Lazy): Lazy {
  return elementwise(graph, 'Not', [x], 'bool');
}

/** ONNX divides integers towards zero, tfjs towards minus infinity; its result is always int32. */
function floorDivide(graph: Graph, a: Lazy, b: Lazy): Lazy {
  if (a.dtype !== 'int32') {
    const quotient = elementwise(graph, 'Div', [a, b], a.dtype);
    return cast(graph, elementwise(graph, 'Floor', [quotient], a.dtype), 'int32');
  }
  const remainder = elementwise(graph, 'Mod', [a, b], 'int32');
  const exact = elementwise(graph, 'Sub', [a, remainder], 'int32');
  return elementwise(graph, 'Div', [exact, b], 'int32');
}

const UNARY: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  Neg: 'Neg',
  Sign: 'Sign',
  Exp: 'Exp',
  Log: 'Log',
  Sqrt: 'Sqrt',
  Erf: 'Erf',
  Tanh: 'Tanh',
  Sin: 'Sin',
  Cos: 'Cos',
  Tan: 'Tan',
  Atan: 'Atan',
  Sigmoid: 'Sigmoid',
  Relu: 'Relu',
  Softplus: 'Softplus',
  Reciprocal: 'Reciprocal',
};
const COMPARISONS: Readonly<Record<string, string>> = {
  Equal: 'Equal',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  LogicalAnd: 'And',
  LogicalOr: 'Or',
};

/** Kernels that work element by element, with broadcasting. */
export const elementwiseKernels: KernelTable = {
  ...Object.fromEntries(Object.entries(UNARY).map(([name, op]) => [name, unary(op)])),
  ...Object.fromEntries(Object.entries(COMPARISONS).map(([name, op]) => [name, comparison(op)])),
  Add: arithmetic('Add', (a, b) => a + b),
  Sub: arithmetic('Sub', (a, b) => a - b),
  Multiply: arithmetic('Mul', (a, b) => a * b),
  RealDiv: arithmetic('Div', (a, b) => a / b),
  Maximum: arithmetic('Max', Math.max),
  Minimum: arithmetic('Min', Math.min),
  Pow: binary('Pow'),
  FloorDiv: kernel(({ graph, input }) => floorDivide(graph, input('a'), input('b'))),
  NotEqual: kernel(({ graph, input }) =>
    not(graph, compare(graph, 'Equal', input('a'), input('b'))),
  ),
  SquaredDifference: kernel(({ graph, input }) => {
    const difference = elementwise(graph, 'Sub', [input('a'), input('b')], input('a').dtype);
    return multiply(graph, difference, difference);
  }),
  Floor: rounding('Floor'),
  Ceil: rounding('Ceil'),
  Round: rounding('Round'),
  LogicalNot: test('Not'),
  IsNan: test('IsNaN'),
  IsInf: test('IsInf'),
  IsFinite: kernel(({ graph, input }) => {
    const nan = elementwise(graph, 'IsNaN', [input('x')], 'bool');
    const infinite = elementwise(graph, 'IsInf', [input('x')], 'bool');
    return not(graph, elementwise(graph, 'Or', [nan, infinite], 'bool'));
  }),
  Square: kernel(({ graph, input }) => multiply(graph, input('x'), input('x'))),
  Rsqrt: kernel(({ graph, input }) => {
    const root = elementwise(graph, 'Sqrt', [input('x')], 'float32');
    return elementwise(graph, 'Reciprocal', [root], 'float32');
  }),
  Step: kernel<StepAttrs>(({ graph, input, attributes }) => {
    const positive = compare(graph, 'Greater', input('x'), splat(graph, 0, [], input('x').dtype));
    const high = splat(graph, 1, [], 'float32');
    return select(graph, positive, high, splat(graph, attributes.alpha ?? 0, [], 'float32'));
  }),
  LeakyRelu: kernel<LeakyReluAttrs>(({ graph, input, attributes }) =>
    elementwise(graph, 'LeakyRelu', [input('x')], 'float32', {
      alpha: { float: attributes.alpha },
    }),
  ),
  ClipByValue: kernel<ClipByValueAttrs>(({ graph, input, attributes }) => {
    const x = input('x');
    const low = splat(graph, attributes.clipValueMin, [], x.dtype);
    const high = splat(graph, attributes.clipValueMax, [], x.dtype);
    return elementwise(graph, 'Min', [elementwise(graph, 'Max', [x, low], x.dtype), high], x.dtype);
  }),
  Cast: kernel<CastAttrs>(({ graph, input, attributes }) =>
    cast(graph, input('x'), attributes.dtype as LazyType),
  ),
  Identity: kernel(({ input }) => input('x')),
  Select: kernel(({ graph, input }) => select(graph, input('condition'), input('t'), input('e'))),
};
