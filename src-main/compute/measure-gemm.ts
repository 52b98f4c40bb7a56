import { performance } from 'node:perf_hooks';
import { matMul, slice } from '@tensorflow/tfjs-core';
import type { Device } from './program.js';

export interface GemmRate {
  /** 10⁹ floating-point operations a second; a multiply-add counts as two. */
  readonly gflops: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

export interface GemmOptions {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly repeats: number;
}

/**
 * Best rate of [m, k] · [k, n] in float32 over `repeats` runs after one to warm up. Both operands
 * stay on the device and one element comes back, so that only the product is timed.
 */
export async function measureGemm(device: Device, options: GemmOptions): Promise<GemmRate> {
  const { m, k, n, repeats } = options;
  const specs = {
    state: {
      a: { shape: [m, k], dtype: 'float32' },
      b: { shape: [k, n], dtype: 'float32' },
    },
    inputs: {},
  } as const;
  const program = await device.compile(
    ({ a, b }) => {
      if (!a || !b) throw new Error('internal: the operands are missing');
      return { state: {}, outputs: { corner: slice(matMul(a, b), [0, 0], [1, 1]) } };
    },
    specs,
    'gemm',
  );
  const state = await device.createState(specs.state, { a: ramp(m * k), b: ramp(k * n) });
  try {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= repeats; i++) {
      const started = performance.now();
      await program.run(state, {});
      if (i > 0) best = Math.min(best, performance.now() - started);
    }
    return { gflops: (2 * m * k * n) / best / 1e6, m, k, n };
  } finally {
    state.dispose();
    program.dispose();
  }
}

function ramp(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => ((i % 97) - 48) / 97);
}
