import type { OnnxAttributes } from '../../src-main/compute/onnx-op.js';
import { sizeOf } from '../../src-main/compute/program.js';

export interface Array64 {
  readonly shape: readonly number[];
  readonly elements: Float64Array;
  /** Integer or bool: division and casts differ. */
  readonly integer: boolean;
}
type Kernel64 = (
  inputs: readonly Array64[],
  attributes: OnnxAttributes,
) => Array64 | readonly Array64[];

const FLOAT = 1;
const BOOL = 9;

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** A new array whose element at each position is `at(position)`. */
function build(
  shape: readonly number[],
  integer: boolean,
  at: (position: readonly number[]) => number,
): Array64 {
  const strides = stridesOf(shape);
  const elements = Float64Array.from({ length: sizeOf(shape) }, (_, flat) =>
    at(shape.map((length, axis) => Math.floor(flat / strides[axis]!) % length)),
  );
  return { shape, elements, integer };
}

/** Element at a position of the broadcast shape, aligned at the last axis. */
function at(x: Array64, position: readonly number[]): number {
  const skip = position.length - x.shape.length;
  const strides = stridesOf(x.shape);
  let flat = 0;
  x.shape.forEach((length, axis) => {
    if (length !== 1) flat += position[axis + skip]! * strides[axis]!;
  });
  return x.elements[flat]!;
}

function broadcast(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(shape => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes.map(shape => shape[axis - rank + shape.length] ?? 1);
    return lengths.find(length => length !== 1) ?? 1;
  });
}

const map =
  (fn: (...values: number[]) => number, integer?: boolean): Kernel64 =>
  inputs =>
    build(broadcast(inputs.map(x => x.shape)), integer ?? inputs.at(-1)!.integer, position =>
      fn(...inputs.map(x => at(x, position))),
    );

const number = (attributes: OnnxAttributes, name: string, otherwise = 0): number => {
  const value = attributes[name];
  if (typeof value === 'object' && 'float' in value) return value.float;
  return typeof value === 'number' ? value : otherwise;
};
const numbers = (attributes: OnnxAttributes, name: string) => attributes[name] as readonly number[];
const list = (x: Array64 | undefined) => [...(x?.elements ?? [])];

const reduce =
  (fold: (values: readonly number[]) => number): Kernel64 =>
  ([x, axesInput], attributes) => {
    const axes = axesInput ? list(axesInput) : numbers(attributes, 'axes');
    const shape = x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return build(shape, x!.integer, position => {
      const inner = x!.shape.map((length, axis) => (axes.includes(axis) ? length : 1));
      const values: number[] = [];
      build(inner, false, offset =>
        values.push(
          at(
            x!,
            position.map((p, axis) => p + offset[axis]!),
          ),
        ),
      );
      return fold(values);
    });
  };

const argument =
  (better: (a: number, b: number) => boolean): Kernel64 =>
  ([x], attributes) => {
    const axis = number(attributes, 'axis');
    return build(
      x!.shape.filter((_, i) => i !== axis),
      true,
      position => {
        const value = (i: number) =>
          at(x!, [...position.slice(0, axis), i, ...position.slice(axis)]);
        let best = 0;
        for (let i = 1; i < x!.shape[axis]!; i++) if (better(value(i), value(best))) best = i;
        return best;
      },
    );
  };

const matMul: Kernel64 = ([a, b], attributes) => {
  const swap = (x: Array64, flag: string): Array64 => {
    if (!number(attributes, flag)) return x;
    const shape = [...x.shape.slice(0, -2), x.shape.at(-1)!, x.shape.at(-2)!];
    return build(shape, x.integer, p => at(x, [...p.slice(0, -2), p.at(-1)!, p.at(-2)!]));
  };
  const left = swap(a!, 'transA');
  const right = swap(b!, 'transB');
  const batch = broadcast([left.shape.slice(0, -2), right.shape.slice(0, -2)]);
  const alpha = number(attributes, 'alpha', 1);
  return build([...batch, left.shape.at(-2)!, right.shape.at(-1)!], left.integer, position => {
    let total = 0;
    for (let k = 0; k < left.shape.at(-1)!; k++)
      total +=
        at(left, [...position.slice(0, -1), k]) *
        at(right, [...position.slice(0, -2), k, position.at(-1)!]);
    return alpha * total;
  });
};

const slice: Kernel64 = ([x, starts, ends, axes, steps]) => {
  const from = x!.shape.map(() => 0);
  const stride = x!.shape.map(() => 1);
  const shape = [...x!.shape];
  list(axes).forEach((axis, i) => {
    const step = steps ? list(steps)[i]! : 1;
    if (step === -1) {
      from[axis] = shape[axis]! - 1;
      stride[axis] = -1;
    } else {
      from[axis] = list(starts)[i]!;
      shape[axis] = list(ends)[i]! - from[axis]!;
    }
  });
  return build(shape, x!.integer, p =>
    at(
      x!,
      p.map((q, axis) => from[axis]! + stride[axis]! * q),
    ),
  );
};

const scatter: Kernel64 = ([x, indices, updates], attributes) => {
  const axis = number(attributes, 'axis');
  const elements = x!.elements.slice();
  const strides = stridesOf(x!.shape);
  build(indices!.shape, false, position => {
    const target = position.map((p, i) => (i === axis ? at(indices!, position) : p));
    const flat = target.reduce((sum, p, i) => sum + p * strides[i]!, 0);
    const value = at(updates!, position);
    elements[flat] = attributes.reduction === 'add' ? elements[flat]! + value : value;
    return 0;
  });
  return { ...x!, elements };
};

const alongLastAxis = (x: Array64, fn: (row: number[]) => number[]): Array64 => {
  const width = x.shape.at(-1) ?? 1;
  const elements = new Float64Array(x.elements.length);
  for (let start = 0; start < elements.length; start += width)
    elements.set(fn([...x.elements.slice(start, start + width)]), start);
  return { ...x, elements };
};

const softmax = (row: number[]) => {
  const top = Math.max(...row);
  const total = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
  return row.map(value => Math.exp(value - top) / total);
};

const layerNormalization: Kernel64 = ([x, gain, bias], attributes) => {
  const width = x!.shape.at(-1)!;
  const column = [...x!.shape.slice(0, -1), 1];
  const rows = Array.from({ length: x!.elements.length / width }, (_, i) =>
    x!.elements.slice(i * width, (i + 1) * width),
  );
  const means = rows.map(row => row.reduce((a, b) => a + b, 0) / width);
  const reciprocals = rows.map((row, i) => {
    const variance = row.reduce((sum, value) => sum + (value - means[i]!) ** 2, 0) / width;
    return 1 / Math.sqrt(variance + number(attributes, 'epsilon'));
  });
  const y = Float64Array.from(x!.elements, (value, flat) => {
    const row = Math.floor(flat / width);
    const scaled = (value - means[row]!) * reciprocals[row]!;
    return scaled * gain!.elements[flat % width]! + bias!.elements[flat % width]!;
  });
  const columnOf = (values: number[]) => ({
    shape: column,
    elements: Float64Array.from(values),
    integer: false,
  });
  return [{ ...x!, elements: y }, columnOf(means), columnOf(reciprocals)];
};

/** erf to 1e-15: its series up to 3, its continued fraction beyond. */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x > 3) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (x + fraction);
    return 1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }
  let term = x;
  let total = x;
  for (let n = 1; n < 100; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

const roundToEven = (x: number) => {
  const nearest = Math.round(x);
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
};
const copy = ([x]: readonly Array64[], shape: readonly number[]): Array64 => ({ ...x!, shape });

/** ONNX operators that the tracer and the model's own operations emit, by the specification. */
export const FLOAT64_KERNELS: Readonly<Record<string, Kernel64>> = {
  Identity: ([x]) => x!,
  Add: map((a, b) => a + b),
  Sub: map((a, b) => a - b),
  Mul: map((a, b) => a * b),
  Div: (inputs, attributes) =>
    map((a, b) => (inputs[0]!.integer ? Math.trunc(a / b) : a / b))(inputs, attributes),
  Mod: map((a, b) => ((a % b) + b) % b),
  Max: map(Math.max),
  Min: map(Math.min),
  Pow: map(Math.pow),
  Equal: map((a, b) => +(a === b), true),
  Greater: map((a, b) => +(a > b), true),
  GreaterOrEqual: map((a, b) => +(a >= b), true),
  Less: map((a, b) => +(a < b), true),
  LessOrEqual: map((a, b) => +(a <= b), true),
  And: map((a, b) => a & b, true),
  Or: map((a, b) => a | b, true),
  Not: map(a => +!a, true),
  Where: map((condition, a, b) => (condition ? a : b)),
  Cast: (inputs, attributes) => {
    const to = number(attributes, 'to');
    const convert =
      to === FLOAT ? (a: number) => a : to === BOOL ? (a: number) => +(a !== 0) : Math.trunc;
    return map(convert, to !== FLOAT)(inputs, attributes);
  },
  Abs: map(Math.abs),
  Neg: map(a => -a),
  Sign: map(Math.sign),
  Exp: map(Math.exp),
  Log: map(Math.log),
  Sqrt: map(Math.sqrt),
  Reciprocal: map(a => 1 / a),
  Erf: map(erf),
  Tanh: map(Math.tanh),
  Sin: map(Math.sin),
  Cos: map(Math.cos),
  Tan: map(Math.tan),
  Atan: map(Math.atan),
  Sigmoid: map(a => 1 / (1 + Math.exp(-a))),
  Relu: map(a => Math.max(a, 0)),
  Softplus: map(a => Math.log1p(Math.exp(a))),
  LeakyRelu: (inputs, attributes) =>
    map(a => (a < 0 ? number(attributes, 'alpha') * a : a))(inputs, attributes),
  Gelu: map(a => 0.5 * a * (1 + erf(a * Math.SQRT1_2))),
  Floor: map(Math.floor),
  Ceil: map(Math.ceil),
  Round: map(roundToEven),
  IsNaN: map(a => +Number.isNaN(a), true),
  IsInf: map(a => +(Math.abs(a) === Number.POSITIVE_INFINITY), true),
  Reshape: ([x, shape]) => copy([x!], list(shape)),
  Expand: ([x, shape]) => build(list(shape), x!.integer, position => at(x!, position)),
  Transpose: ([x], attributes) => {
    const perm = numbers(attributes, 'perm');
    return build(
      perm.map(axis => x!.shape[axis]!),
      x!.integer,
      position =>
        at(
          x!,
          x!.shape.map((_, axis) => position[perm.indexOf(axis)]!),
        ),
    );
  },
  Concat: (inputs, attributes) => {
    const axis = number(attributes, 'axis');
    const lengths = inputs.map(x => x.shape[axis]!);
    const shape = [...inputs[0]!.shape];
    shape[axis] = lengths.reduce((a, b) => a + b, 0);
    return build(shape, inputs[0]!.integer, position => {
      let which = 0;
      let p = position[axis]!;
      while (p >= lengths[which]!) p -= lengths[which++]!;
      return at(
        inputs[which]!,
        position.map((q, i) => (i === axis ? p : q)),
      );
    });
  },
  Slice: slice,
  Split: ([x, sizes], attributes) => {
    const axis = number(attributes, 'axis');
    let start = 0;
    return list(sizes).map(size => {
      const from = start;
      start += size;
      const shape = x!.shape.map((length, i) => (i === axis ? size : length));
      return build(shape, x!.integer, p =>
        at(
          x!,
          p.map((q, i) => (i === axis ? q + from : q)),
        ),
      );
    });
  },
  Pad: ([x, pads, value]) => {
    const before = list(pads).slice(0, x!.shape.length);
    const after = list(pads).slice(x!.shape.length);
    const shape = x!.shape.map((length, i) => length + before[i]! + after[i]!);
    return build(shape, x!.integer, p => {
      const inside = p.map((q, i) => q - before[i]!);
      const hit = inside.every((q, i) => q >= 0 && q < x!.shape[i]!);
      return hit
        ? x!.elements[inside.reduce((f, q, i) => f + q * stridesOf(x!.shape)[i]!, 0)]!
        : list(value)[0]!;
    });
  },
  Tile: ([x, reps]) =>
    build(
      x!.shape.map((length, i) => length * list(reps)[i]!),
      x!.integer,
      p =>
        at(
          x!,
          p.map((q, i) => q % x!.shape[i]!),
        ),
    ),
  ReduceSum: reduce(values => values.reduce((a, b) => a + b, 0)),
  ReduceMean: reduce(values => values.reduce((a, b) => a + b, 0) / values.length),
  ReduceMax: reduce(values => Math.max(...values)),
  ReduceMin: reduce(values => Math.min(...values)),
  ReduceProd: reduce(values => values.reduce((a, b) => a * b, 1)),
  ArgMax: argument((a, b) => a > b),
  ArgMin: argument((a, b) => a < b),
  Softmax: ([x]) => alongLastAxis(x!, softmax),
  LogSoftmax: ([x]) => alongLastAxis(x!, row => softmax(row).map(Math.log)),
  CumSum: ([x, axisInput], attributes) => {
    const axis = list(axisInput)[0]!;
    const [exclusive, reverse] = [number(attributes, 'exclusive'), number(attributes, 'reverse')];
    return build(x!.shape, x!.integer, position => {
      let total = 0;
      for (let i = 0; i < x!.shape[axis]!; i++) {
        const own = position[axis]!;
        const before = reverse ? i > own : i < own;
        if (before || (i === own && !exclusive))
          total += at(
            x!,
            position.map((p, j) => (j === axis ? i : p)),
          );
      }
      return total;
    });
  },
  MatMul: matMul,
  Gemm: matMul,
  FusedMatMul: matMul,
  Gather: ([x, indices], attributes) => {
    const axis = number(attributes, 'axis');
    const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)];
    const rank = indices!.shape.length;
    return build(shape, x!.integer, p =>
      at(x!, [
        ...p.slice(0, axis),
        at(indices!, p.slice(axis, axis + rank)),
        ...p.slice(axis + rank),
      ]),
    );
  },
  GatherElements: ([x, indices], attributes) =>
    build(indices!.shape, x!.integer, p =>
      at(
        x!,
        p.map((q, i) => (i === number(attributes, 'axis') ? at(indices!, p) : q)),
      ),
    ),
  ScatterElements: scatter,
  LayerNormalization: layerNormalization,
};
