import { add } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';

describe.each([
  ['cpu', () => new CpuDevice({ threads: 1 })],
  ['reference', openReferenceDevice],
] as const)('outputs on %s', (_name, open) => {
  test('are written into the arrays that are given, and nowhere else', async () => {
    const device = open();
    const program = await device.compile(
      (_, { x }) => ({ state: {}, outputs: { y: add(x!, 1), z: add(x!, 2) } }),
      { state: {}, inputs: { x: { shape: [2], dtype: 'float32' } } },
    );
    const y = new Float32Array(2);
    const first = await program.run(undefined, { x: Float32Array.of(1, 2) }, { y });
    expect(first.y).toBe(y);
    expect([...y]).toEqual([2, 3]);
    expect([...first.z!]).toEqual([3, 4]);
    await program.run(undefined, { x: Float32Array.of(5, 6) }, { y });
    expect([...y]).toEqual([6, 7]);
    expect([...first.z!]).toEqual([3, 4]);
    await device.dispose();
  });
});
