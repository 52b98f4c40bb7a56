import { mul, sum, type Tensor, valueAndGrads } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Rng } from '../../../src-main/base/rng.js';
import { CpuDevice } from '../../../src-main/compute/cpu-device.js';
import {
  type Device,
  type HostArray,
  type ProgramFunction,
  sizeOf,
  type TensorSpec,
} from '../../../src-main/compute/program.js';
import { openReferenceDevice } from '../../../src-main/compute/reference-device.js';

export interface Checked {
  /** Inputs with a gradient: shapes in the operation's order. */
  readonly shapes: readonly (readonly number[])[];
  /** Other inputs, passed after them. */
  readonly fixed?: readonly { readonly shape: readonly number[]; readonly values: HostArray }[];
  readonly operation: (...tensors: Tensor[]) => Tensor;
  /** The same function in plain float64, written as the formula stands in the docstring. */
  readonly formula: (...arrays: number[][]) => number[];
  readonly outputShape: readonly number[];
  readonly seed: number;
  /** Starting values; standard normal by default. */
  readonly start?: (index: number, rng: Rng) => number;
  readonly tolerance?: number;
}

/**
 * Compares an operation and its gradient, traced and eager, with the formula and the central
 * differences of the formula in float64, along a random direction of the output.
 */
export async function checkOperation(checked: Checked): Promise<void> {
  const rng = Rng.derive(checked.seed, 'gradient check');
  const start = checked.start ?? ((_index, stream) => stream.normal());
  const values = checked.shapes.map((shape, index) =>
    Float32Array.from({ length: sizeOf(shape) }, () => start(index, rng)),
  );
  const direction = Float32Array.from({ length: sizeOf(checked.outputShape) }, () => rng.normal());
  const exact = values.map(array => Array.from(array));
  const expected = checked.formula(...exact);
  const slopes = differences(checked.formula, exact, direction);
  for (const device of [openReferenceDevice(), new CpuDevice({ threads: 1 })]) {
    const { value, gradients } = await run(device, checked, values, direction);
    expectClose(value, expected, checked.tolerance ?? 2e-5, `${device.name}: value`);
    gradients.forEach((gradient, index) => {
      const message = `${device.name}: gradient ${index} (seed ${checked.seed})`;
      expectClose(gradient, slopes[index] ?? [], checked.tolerance ?? 2e-5, message);
    });
    await device.dispose();
  }
}

function differences(
  formula: Checked['formula'],
  point: number[][],
  direction: Float32Array,
): number[][] {
  const along = () => formula(...point).reduce((total, y, i) => total + y * direction[i]!, 0);
  const step = 1e-5;
  return point.map(array =>
    array.map((kept, i) => {
      array[i] = kept + step;
      const above = along();
      array[i] = kept - step;
      const below = along();
      array[i] = kept;
      return (above - below) / (2 * step);
    }),
  );
}

async function run(
  device: Device,
  checked: Checked,
  values: readonly Float32Array[],
  direction: Float32Array,
): Promise<{ value: HostArray; gradients: HostArray[] }> {
  const inputs: Record<string, TensorSpec> = {
    direction: { shape: checked.outputShape, dtype: 'float32' },
  };
  const arrays: Record<string, HostArray> = { direction };
  const names = checked.shapes.map((shape, index) => {
    inputs[`x${index}`] = { shape, dtype: 'float32' };
    arrays[`x${index}`] = values[index]!;
    return `x${index}`;
  });
  const fixed = (checked.fixed ?? []).map(({ shape, values: given }, index) => {
    inputs[`f${index}`] = { shape, dtype: given instanceof Float32Array ? 'float32' : 'int32' };
    arrays[`f${index}`] = given;
    return `f${index}`;
  });
  const fn: ProgramFunction = (_state, given) => {
    const others = fixed.map(name => given[name]!);
    const value = checked.operation(...names.map(name => given[name]!), ...others);
    const { grads } = valueAndGrads((...tensors: Tensor[]) =>
      sum(mul(checked.operation(...tensors, ...others), given.direction!)),
    )(names.map(name => given[name]!));
    const gradients = Object.fromEntries(grads.map((gradient, i) => [`d${i}`, gradient]));
    return { state: {}, outputs: { value, ...gradients } };
  };
  const program = await device.compile(fn, { state: {}, inputs });
  const outputs = await program.run(undefined, arrays);
  program.dispose();
  return { value: outputs.value!, gradients: names.map((_, i) => outputs[`d${i}`]!) };
}

/** Largest difference within `tolerance` of the largest expected value (or of 1). */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  message: string,
): void {
  expect(actual.length, message).toBe(expected.length);
  let scale = 1;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]!));
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  expect(worst / scale, message).toBeLessThanOrEqual(tolerance);
}

/** erf by its series, to 1e-15 for |x| < 5. */
export function erf(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

/** a [n, k] times b [k, m], row-major. */
export function multiply(a: number[], b: number[], n: number, k: number, m: number): number[] {
  return Array.from({ length: n * m }, (_, index) => {
    const [row, column] = [Math.floor(index / m), index % m];
    let total = 0;
    for (let i = 0; i < k; i++) total += a[row * k + i]! * b[i * m + column]!;
    return total;
  });
}
