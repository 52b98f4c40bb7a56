import {
  add,
  concat,
  gather,
  mul,
  slice,
  sum,
  type Tensor,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { LaneDevice } from '../../../src-main/compute/lanes/lane-device.js';
import { allGather, allReduce } from '../../../src-main/compute/ops/collectives.js';
import type { NamedTensors, TensorSpec } from '../../../src-main/compute/program.js';

let device: LaneDevice | undefined;
afterEach(() => device?.dispose());

const floats = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const at = (tensors: NamedTensors, name: string): Tensor => tensors[name]!;
const part = (...values: number[]) => ({ x: Float32Array.of(...values) });

test('three lanes gather their parts and add up their sums, in every lane', async () => {
  device = new LaneDevice(3, 3);
  const program = await device.compile(
    (_, inputs) => {
      const whole = allGather(at(inputs, 'x'), 3);
      const [total] = allReduce([sum(mul(at(inputs, 'x'), slice(whole, [0], [2])))], 3);
      return { state: {}, outputs: { whole, total: total! } };
    },
    { state: {}, inputs: { x: floats(2) } },
  );
  expect(program.facts).toMatchObject({ stages: 3 });
  const { whole, total } = await program.run(undefined, [part(1, 2), part(3, 4), part(5, 6)]);
  expect([...whole!]).toEqual([1, 2, 3, 4, 5, 6]);
  // (1 + 4) + (3 + 8) + (5 + 12)
  expect([...total!]).toEqual([33]);
});

test('the gradient of a gathered part is its share of all lanes’ gradients', async () => {
  device = new LaneDevice(2, 2);
  // Lane c has the loss Σ wᶜ · gathered; so ∂(sum of both)/∂x of lane c is its part of w⁰ + w¹.
  const program = await device.compile(
    (_, { x, w }) => {
      const run = valueAndGrad((x: Tensor) => sum(mul(allGather(x, 2), w!)));
      const { grad } = run(x!);
      return { state: {}, outputs: { grads: allGather(grad, 2) } };
    },
    { state: {}, inputs: { x: floats(2), w: floats(4) } },
  );
  const { grads } = await program.run(undefined, [
    { ...part(0, 0), w: Float32Array.of(1, 2, 3, 4) },
    { ...part(0, 0), w: Float32Array.of(10, 20, 30, 40) },
  ]);
  expect([...grads!]).toEqual([11, 22, 33, 44]);
});

test('every lane advances its own copy of the state, and all can be set anew', async () => {
  device = new LaneDevice(2, 2);
  const specs = { p: floats(2) };
  const state = await device.createState(specs, { p: Float32Array.of(1, 1) });
  const program = await device.compile(
    ({ p }, { x, rate }) => {
      const [step] = allReduce([x!], 2);
      const next = add(p!, mul(step!, rate!));
      return { state: { p: next }, outputs: { p: next } };
    },
    { state: specs, inputs: { x: floats(2), rate: floats() } },
  );
  const run = () => program.run(state, [part(1, 2), part(3, 4)], { rate: Float32Array.of(10) });
  expect([...(await run()).p!]).toEqual([41, 61]);
  expect([...(await run()).p!]).toEqual([81, 121]);
  expect([...(await state.read()).p!]).toEqual([81, 121]);
  await state.write({ p: Float32Array.of(0, 0) });
  expect([...(await run()).p!]).toEqual([40, 60]);
  state.dispose();
});

test('of a parted entry each lane has its own, and all parts come back in order', async () => {
  device = new LaneDevice(2, 2);
  const specs = { own: floats(2), all: floats(1) };
  const start = { own: Float32Array.of(1, 2, 3, 4), all: Float32Array.of(5) };
  const state = await device.createState(specs, start, ['own']);
  const program = await device.compile(
    ({ own, all }) => ({ state: { own: mul(own!, all!) }, outputs: { own: own! } }),
    { state: specs, inputs: {} },
  );
  // Outputs are the first lane's.
  expect([...(await program.run(state, [{}, {}])).own!]).toEqual([1, 2]);
  expect(await state.read()).toEqual({
    own: Float32Array.of(5, 10, 15, 20),
    all: Float32Array.of(5),
  });
  await state.write({ own: Float32Array.of(0, 0, 7, 8) });
  expect([...(await state.read()).own!]).toEqual([0, 0, 7, 8]);
  await expect(state.write({ own: Float32Array.of(1, 2) })).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
});

test('parts are handed over, but for those in shared memory', async () => {
  device = new LaneDevice(2, 2);
  const program = await device.compile(
    (_, { x }) => ({ state: {}, outputs: { whole: allGather(x!, 2) } }),
    { state: {}, inputs: { x: floats(1) } },
  );
  const given = Float32Array.of(1);
  const shared = new Float32Array(new SharedArrayBuffer(4)).fill(2);
  const { whole } = await program.run(undefined, [{ x: given }, { x: shared }]);
  expect([...whole!]).toEqual([1, 2]);
  expect([given.length, shared.length]).toEqual([0, 1]);
});

test('a lane that fails says why, and no other waits for it', async () => {
  device = new LaneDevice(2, 2);
  const program = await device.compile(
    (_, { x, i }) => ({ state: {}, outputs: { whole: allGather(gather(x!, i!), 2) } }),
    { state: {}, inputs: { x: floats(2), i: { shape: [1], dtype: 'int32' } } },
  );
  const run = (index: number) =>
    program.run(undefined, [
      { ...part(1, 2), i: Int32Array.of(0) },
      { ...part(1, 2), i: Int32Array.of(index) },
    ]);
  expect([...(await run(1)).whole!]).toEqual([1, 2]);
  await expect(run(7)).rejects.toThrow(/out of/i);
});

test('inputs of a wrong shape are refused before any lane runs', async () => {
  device = new LaneDevice(2, 2);
  const program = await device.compile(
    (_, { x }) => ({ state: {}, outputs: { whole: concat([x!, allGather(x!, 2)]) } }),
    { state: {}, inputs: { x: floats(1) } },
  );
  await expect(program.run(undefined, [part(1), part(1, 2)])).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  await expect(program.run(undefined, [part(1)])).rejects.toThrow('1 parts for 2 lanes');
  expect([...(await program.run(undefined, [part(1), part(2)])).whole!]).toEqual([1, 1, 2]);
});
