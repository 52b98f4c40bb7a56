import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import type { Device, HostArray, ProgramFunction } from '../../src-main/compute/program.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { drawArray } from './draw-array.js';
import { OPERATORS, type OperatorCall } from './operator-table.js';

const cpu = new CpuDevice({ threads: 2 });
const reference = openReferenceDevice();
afterAll(() => cpu.dispose());

async function outputsOf(device: Device, call: OperatorCall, arrays: readonly HostArray[]) {
  const names = call.inputs.map((_, i) => `x${i}`);
  const fn: ProgramFunction = (_, inputs) => {
    const result = call.apply(...names.map(name => inputs[name] as Tensor));
    const outputs = Object.fromEntries([result].flat().map((each, i) => [`y${i}`, each]));
    return { state: {}, outputs };
  };
  const specs = {
    state: {},
    inputs: Object.fromEntries(names.map((name, i) => [name, call.inputs[i]!])),
  };
  const program = await device.compile(fn, specs, 'operator');
  try {
    return await program.run(
      undefined,
      Object.fromEntries(names.map((name, i) => [name, arrays[i]!])),
    );
  } finally {
    program.dispose();
  }
}

function expectClose(actual: HostArray, expected: HostArray, text: string) {
  expect(actual.constructor, text).toBe(expected.constructor);
  expect(actual.length, text).toBe(expected.length);
  actual.forEach((value, i) => {
    const other = expected[i]!;
    const close =
      Object.is(value, other) || Math.abs(value - other) <= 2e-6 + 1e-5 * Math.abs(other);
    if (!close && !(Number.isNaN(value) && Number.isNaN(other)))
      expect.fail(`${text}: element ${i} is ${value}, the reference has ${other}`);
  });
}

describe('a traced operator equals the reference device', () => {
  it.each(OPERATORS)('$name', async ({ calls }) => {
    await fc.assert(
      fc.asyncProperty(calls, fc.nat(1e6), async (call, seed) => {
        const rng = Rng.derive(seed);
        const arrays = call.inputs.map(input => drawArray(input, rng));
        const expected = await outputsOf(reference, call, arrays);
        const actual = await outputsOf(cpu, call, arrays);
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        for (const [name, value] of Object.entries(expected))
          expectClose(actual[name]!, value, `${call.text}, ${name}`);
      }),
      { numRuns: 12 },
    );
  });
});
