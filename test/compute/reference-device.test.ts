import { add, grad, matMul, mul, reshape, square, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { withBackend } from '../../src-main/compute/tfjs.js';

const specs = {
  state: { total: { shape: [2], dtype: 'float32' } },
  inputs: { x: { shape: [2], dtype: 'float32' } },
} as const;

describe('the reference device', () => {
  it('advances the state in place and returns outputs as host arrays', async () => {
    const device = openReferenceDevice();
    const program = await device.compile(
      (state, inputs) => ({
        state: { total: add(state.total!, inputs.x!) },
        outputs: { before: state.total!, square: square(inputs.x!) },
      }),
      specs,
    );
    const state = await device.createState(specs.state, { total: Float32Array.of(1, 2) });
    const first = await program.run(state, { x: Float32Array.of(10, 20) });
    expect(first).toEqual({ before: Float32Array.of(1, 2), square: Float32Array.of(100, 400) });
    await program.run(state, { x: Float32Array.of(1, 1) });
    expect(await state.read()).toEqual({ total: Float32Array.of(12, 23) });
    await state.write({ total: Float32Array.of(5, 5) });
    expect(await state.read()).toEqual({ total: Float32Array.of(5, 5) });
    state.dispose();
  });

  it('refuses an input of another size and names the entry and both shapes', async () => {
    const device = openReferenceDevice();
    const program = await device.compile(
      (_, inputs) => ({ state: {}, outputs: { y: mul(inputs.x!, 2) } }),
      { state: {}, inputs: specs.inputs },
      'double',
    );
    const run = (x: Float32Array | Int32Array) => program.run(undefined, { x });
    await expect(run(new Float32Array(3))).rejects.toThrow(/"x" has shape \[3\].*float32 \[2\]/);
    await expect(run(new Int32Array(2))).rejects.toThrow(/"x" is a Int32Array.*float32 \[2\]/);
    await expect(program.run(undefined, {})).rejects.toThrow(/"x" float32 \[2\] is missing/);
  });

  it('has the gradients of tfjs registered', () => {
    withBackend('cpu', () => {
      tidy(() => {
        const x = tensor([[1, 2]]);
        const gradient = grad(w => sum(matMul(x, reshape(w, [2, 1]))))(tensor([3, 4]));
        expect([...gradient.dataSync()]).toEqual([1, 2]);
      });
    });
  });
});
