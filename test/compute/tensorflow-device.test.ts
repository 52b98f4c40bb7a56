import { grad, matMul, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProgramFunction } from '../../src-main/compute/program.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { openTensorflowDevice } from '../../src-main/compute/tensorflow-device.js';

function tryToOpen() {
  try {
    return { tensorflow: openTensorflowDevice(2).device, reason: '' };
  } catch (error) {
    return {
      tensorflow: undefined,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}
const { tensorflow, reason } = tryToOpen();
if (!tensorflow) console.warn(`Skipped: the TensorFlow device, since ${reason}`);

describe.skipIf(!tensorflow)(`the TensorFlow device${reason && ` (${reason})`}`, () => {
  afterAll(() => tensorflow?.dispose());
  const specs = {
    state: { w: { shape: [2, 1], dtype: 'float32' } },
    inputs: { x: { shape: [3, 2], dtype: 'float32' } },
  } as const;
  const fn: ProgramFunction = (state, inputs) => {
    const loss = (w: Tensor) => sum(square(matMul(inputs.x!, w)));
    return {
      state: { w: grad(w => loss(w))(state.w!) },
      outputs: { loss: loss(state.w!), x: inputs.x! },
    };
  };

  it('computes gradients and keeps state as the reference does', async () => {
    const results = [];
    for (const device of [tensorflow!, openReferenceDevice()]) {
      const program = await device.compile(fn, specs);
      const state = await device.createState(specs.state, { w: Float32Array.of(1, -1) });
      const outputs = await program.run(state, { x: Float32Array.of(1, 2, 3, 4, 5, 6) });
      results.push({ outputs, state: await state.read() });
      state.dispose();
    }
    expect(results[0]).toEqual(results[1]);
    expect(results[0]?.state.w).toEqual(Float32Array.of(-18, -24));
  });

  it('leaves the other backends as they were', async () => {
    expect(tensorflow!.version).toMatch(/^TensorFlow 2\.\d+.* through tfjs-node/);
    const reference = await openReferenceDevice().compile(fn, specs);
    const state = await openReferenceDevice().createState(specs.state, {
      w: Float32Array.of(0, 0),
    });
    const { loss } = await reference.run(state, { x: new Float32Array(6) });
    expect(loss).toEqual(Float32Array.of(0));
  });
});
