import { add, grads, mul, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import { type HostArray, sizeOf, type TensorSpecs } from '../../src-main/compute/program.js';
import { traceProgram } from '../../src-main/compute/trace/trace.js';
import { drawArray } from './draw-array.js';
import { runInFloat64 } from './float64-interpreter.js';
import { OPERATORS, type OperatorCall } from './operator-table.js';

const cpu = new CpuDevice({ threads: 2 });
afterAll(() => cpu.dispose());
const STEP = 1e-5;

/** A fixed weighted sum of everything that the operator returns, so that the gradient is a vector. */
function weightedSum(call: OperatorCall, xs: Tensor[], seed: number): Tensor {
  const rng = Rng.derive(seed, 'weights');
  return [call.apply(...xs)]
    .flat()
    .map(y => {
      const weights = Float32Array.from({ length: y.size }, () => rng.normal());
      return sum(mul(y, tensor(weights, y.shape)));
    })
    .reduce((a, b) => add(a, b));
}

async function checkGradient(call: OperatorCall, seed: number): Promise<void> {
  const rng = Rng.derive(seed);
  const arrays = call.inputs.map(input => drawArray(input, rng));
  const inputs: TensorSpecs = Object.fromEntries(call.inputs.map((input, i) => [`x${i}`, input]));
  const values: Record<string, HostArray> = Object.fromEntries(arrays.map((x, i) => [`x${i}`, x]));
  const specs = { state: {}, inputs };
  const floats = call.inputs.flatMap((input, i) => (input.dtype === 'float32' ? [i] : []));
  const value = (named: Readonly<Record<string, Tensor>>) =>
    weightedSum(
      call,
      call.inputs.map((_, i) => named[`x${i}`] as Tensor),
      seed,
    );
  const forward = traceProgram((_, x) => ({ state: {}, outputs: { value: value(x) } }), specs, 'f');
  const program = await cpu.compile((_, x) => {
    const replaced = (xs: Tensor[]) => ({
      ...x,
      ...Object.fromEntries(floats.map((i, at) => [`x${i}`, xs[at] as Tensor])),
    });
    const gradients = grads((...xs: Tensor[]) => value(replaced(xs)))(
      floats.map(i => x[`x${i}`] as Tensor),
    );
    return {
      state: {},
      outputs: Object.fromEntries(floats.map((i, at) => [`x${i}`, gradients[at] as Tensor])),
    };
  }, specs);
  const analytic = await program.run(undefined, values);
  program.dispose();
  const valueAt = (named: Readonly<Record<string, ArrayLike<number>>>) =>
    runInFloat64(forward.graph, named, inputs).value?.[0] ?? Number.NaN;
  for (const i of floats)
    for (let element = 0; element < sizeOf(call.inputs[i]!.shape); element += 1 + (element >> 2)) {
      const moved = (by: number) => {
        const copy = Float64Array.from(arrays[i]!);
        copy[element] = copy[element]! + by;
        return valueAt({ ...values, [`x${i}`]: copy });
      };
      const numeric = (moved(STEP) - moved(-STEP)) / (2 * STEP);
      const found = analytic[`x${i}`]![element]!;
      const error = Math.abs(found - numeric);
      if (!(error <= 1e-4 * Math.max(1, Math.abs(numeric))))
        expect.fail(
          `${call.text}: d/dx${i}[${element}] is ${found}, finite differences give ${numeric}`,
        );
    }
}

describe('the gradient equals finite differences in float64', () => {
  it.each(OPERATORS.filter(each => each.differentiable))('$name', async ({ calls }) => {
    const filled = calls.filter(
      call =>
        call.inputs.every(input => sizeOf(input.shape) > 0) &&
        call.inputs.some(input => input.dtype === 'float32'),
    );
    await fc.assert(fc.asyncProperty(filled, fc.nat(1e6), checkGradient), { numRuns: 8 });
  });
});
