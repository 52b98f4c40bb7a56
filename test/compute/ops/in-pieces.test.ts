import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  matMul,
  mul,
  relu,
  slice,
  square,
  sum,
  type Tensor,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { CpuDevice } from '../../../src-main/compute/cpu-device.js';
import { sumInPieces } from '../../../src-main/compute/ops/in-pieces.js';
import type { ProgramFunction } from '../../../src-main/compute/program.js';
import { checkOperation } from './gradient-check.js';

const PIECES = 4;

/** Σ_k (Σ_i a_i · c_ki)² · b: each piece reads its row of the constants [PIECES, 3]. */
const operation = (largeElements?: number) => (a?: Tensor, b?: Tensor, c?: Tensor) =>
  sumInPieces(
    [a!, b!],
    PIECES,
    ([a, b], k) => mul(square(sum(mul(a!, slice(c!, [k, 0], [1, 3])))), sum(b!)),
    largeElements,
  );

for (const [name, largeElements] of [
  ['joined', undefined],
  ['one of them on its own', 2],
  ['all on their own', 0],
] as const)
  test(`values and gradients of pieces add up, gradients ${name}`, async () => {
    const constants = [1, -2, 0.5, 0.3, 0.7, -1, 2, 0, 1, -1, 1.5, 0.25];
    await checkOperation({
      seed: 3,
      shapes: [[3], [2]],
      fixed: [{ shape: [PIECES, 3], values: Float32Array.from(constants) }],
      outputShape: [],
      operation: operation(largeElements),
      formula: (a, b) => {
        let value = 0;
        for (let k = 0; k < PIECES; k++) {
          const dot = a!.reduce((all, each, i) => all + each * constants[3 * k + i]!, 0);
          value += dot * dot * (b![0]! + b![1]!);
        }
        return [value];
      },
    });
  });

test('what pieces read may be computed from each other', async () => {
  await checkOperation({
    seed: 4,
    shapes: [[2]],
    outputShape: [],
    operation: a => {
      const doubled = mul(a!, 2);
      return sumInPieces([a!, doubled], 3, ([a, b]) => sum(mul(a!, square(b!))));
    },
    formula: a => [a!.reduce((all, x) => all + 3 * x * (2 * x) ** 2, 0)],
  });
});

test('the runtime computes one piece after the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pieces-'));
  try {
    const device = new CpuDevice({ threads: 1, inspectFolder: folder });
    const fn: ProgramFunction = (state, { x }) => {
      // As in a train step: a layer with an activation, and a gradient that is added up on its own.
      const loss = (w: Tensor, v: Tensor) =>
        sumInPieces(
          [w, v],
          PIECES,
          ([w, v], k) => {
            const hidden = relu(matMul(slice(x!, [8 * k, 0], [8, 6]), w!));
            return sum(square(matMul(hidden, v!)));
          },
          20,
        );
      const { value, grads } = valueAndGrads(loss)([state.w!, state.v!]);
      return { state: { w: grads[0]!, v: grads[1]! }, outputs: { value } };
    };
    const spec = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
    const specs = { state: { w: spec(6, 5), v: spec(5, 4) }, inputs: { x: spec(8 * PIECES, 6) } };
    const program = await device.compile(fn, specs, 'pieces');
    const random = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i));
    const state = await device.createState(specs.state, { w: random(30), v: random(20) });
    await program.run(state, { x: random(48 * PIECES) });
    program.dispose();
    await device.dispose();
    const file = readdirSync(folder).find(name => name.startsWith('pieces.profile'))!;
    const events = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string }[];
    const pieces = events.flatMap(({ name }) =>
      name.endsWith('_kernel_time') ? (/\/piece(\d)\//.exec(name)?.slice(1).map(Number) ?? []) : [],
    );
    expect(new Set(pieces)).toEqual(new Set([0, 1, 2, 3]));
    expect(pieces).toEqual([...pieces].sort((a, b) => a - b));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
