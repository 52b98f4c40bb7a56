import { add, grad, matMul, mul, square, sum } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';

const device = new CpuDevice({ threads: 2 });
afterAll(() => device.dispose());

describe('the cpu device', () => {
  it('runs forward, gradient and update in one graph', async () => {
    const specs = {
      state: { w: { shape: [2, 1], dtype: 'float32' } },
      inputs: { x: { shape: [3, 2], dtype: 'float32' } },
    } as const;
    const program = await device.compile((state, inputs) => {
      const loss = (w: typeof state.w) => sum(square(matMul(inputs.x!, w!)));
      const gradient = grad(w => loss(w))(state.w!);
      return {
        state: { w: add(state.w!, mul(gradient, -0.01)) },
        outputs: { loss: loss(state.w!), gradient },
      };
    }, specs);
    const state = await device.createState(specs.state, { w: Float32Array.of(1, -1) });
    const x = Float32Array.of(1, 2, 3, 4, 5, 6);
    // x·w = −1 each; gradient 2·Σ x·(−1) = [−18, −24]
    expect(await program.run(state, { x })).toEqual({
      loss: Float32Array.of(3),
      gradient: Float32Array.of(-18, -24),
    });
    const w = (await state.read()).w!;
    expect(w[0]).toBeCloseTo(1.18, 6);
    expect(w[1]).toBeCloseTo(-0.76, 6);
  });
});
