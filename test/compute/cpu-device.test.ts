import {
  add,
  concat,
  gather,
  grad,
  matMul,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tanh,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import type { HostArray, NamedTensors, TensorSpec } from '../../src-main/compute/program.js';

const device = new CpuDevice({ threads: 2 });
afterAll(() => device.dispose());
const float = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const int = (...shape: number[]): TensorSpec => ({ shape, dtype: 'int32' });

/** One program without state, run once. */
async function runOnce(
  fn: (inputs: NamedTensors) => NamedTensors,
  specs: Record<string, TensorSpec>,
  inputs: Record<string, HostArray>,
) {
  const program = await device.compile((_, x) => ({ state: {}, outputs: fn(x) }), {
    state: {},
    inputs: specs,
  });
  try {
    return await program.run(undefined, inputs);
  } finally {
    program.dispose();
  }
}

describe('the cpu device', () => {
  it('runs forward, gradient and update in one graph', async () => {
    const specs = { state: { w: float(2, 1) }, inputs: { x: float(3, 2) } };
    const program = await device.compile((state, inputs) => {
      const loss = (w: Tensor) => sum(square(matMul(inputs.x!, w)));
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

  it('adds rows of repeated segments without losing any, with two threads', async () => {
    const [rows, width, segments] = [4096, 64, 40];
    const rng = Rng.derive(1);
    const ids = Int32Array.from({ length: rows }, () =>
      rng.uniform() < 0.9 ? 7 : rng.int(segments),
    );
    const x = Float32Array.from({ length: rows * width }, () => rng.int(9) - 4);
    const expected = new Float32Array(segments * width);
    for (let i = 0; i < x.length; i++)
      expected[ids[Math.floor(i / width)]! * width + (i % width)]! += x[i]!;
    const { y } = await runOnce(
      inputs => ({ y: unsortedSegmentSum(inputs.x!, inputs.ids as Tensor1D, segments) }),
      { x: float(rows, width), ids: int(rows) },
      { x, ids },
    );
    expect(y).toEqual(expected);
  });

  it('sums repeated rows in the gradient of a gather', async () => {
    const { y } = await runOnce(
      ({ table, rows }) => ({ y: grad(t => sum(square(gather(t, rows as Tensor1D))))(table!) }),
      { table: float(20, 2), rows: int(5) },
      {
        table: Float32Array.from({ length: 40 }, (_, i) => i),
        rows: Int32Array.of(3, 3, 0, 3, 19),
      },
    );
    const expected = new Float32Array(40);
    expected.set([0, 2], 0);
    expected.set([36, 42], 6); // three times 2·[6, 7]
    expected.set([76, 78], 38);
    expect(y).toEqual(expected);
  });

  it('takes inputs in shared memory', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(12));
    shared.set([1, 2, 3]);
    const program = await device.compile(
      (_, { x }) => ({ state: {}, outputs: { y: add(x!, 1) } }),
      { state: {}, inputs: { x: float(3) } },
    );
    expect(await program.run(undefined, { x: shared })).toEqual({ y: Float32Array.of(2, 3, 4) });
    shared.set([5, 5, 5]);
    expect(await program.run(undefined, { x: shared })).toEqual({ y: Float32Array.of(6, 6, 6) });
  });

  it('returns outputs that are inputs, constants, repeats or empty', async () => {
    const result = await runOnce(
      ({ x, none }) => {
        const twice = add(x!, x!);
        return {
          x: x!,
          twice,
          again: twice,
          one: mul(1, sub(1, 0)),
          none: none!,
          joined: concat([x!, none!]),
        };
      },
      { x: float(2), none: float(0), unused: int(3) },
      { x: Float32Array.of(1, 2), none: new Float32Array(0), unused: new Int32Array(3) },
    );
    expect(result).toEqual({
      x: Float32Array.of(1, 2),
      twice: Float32Array.of(2, 4),
      again: Float32Array.of(2, 4),
      one: Float32Array.of(1),
      none: new Float32Array(0),
      joined: Float32Array.of(1, 2),
    });
  });

  it('does not hand out the arrays it was given', async () => {
    const x = Float32Array.of(1, 2);
    const result = await runOnce(inputs => ({ y: inputs.x! }), { x: float(2) }, { x });
    x[0] = 9;
    expect(result.y).toEqual(Float32Array.of(1, 2));
  });

  it('counts denormals as 0', async () => {
    const { y } = await runOnce(
      ({ x }) => ({ y: mul(x!, 1e-10) }),
      { x: float(1) },
      { x: Float32Array.of(1e-30) },
    );
    expect(y).toEqual(Float32Array.of(0));
  });
});

describe('the state of a cpu program', () => {
  const specs = { a: float(1), b: float(1), c: float(1) };
  const step = (name: 'a' | 'b') =>
    device.compile(
      state => ({
        state: { [name]: add(state[name]!, state.c!) },
        outputs: { seen: add(mul(state.a!, 10), state.b!) },
      }),
      { state: specs, inputs: {} },
      `step-${name}`,
    );

  it('is shared by several programs, each changing its own entries', async () => {
    const [stepA, stepB] = [await step('a'), await step('b')];
    const state = await device.createState(specs, {
      a: Float32Array.of(1),
      b: Float32Array.of(2),
      c: Float32Array.of(1),
    });
    expect((await stepA.run(state, {})).seen).toEqual(Float32Array.of(12));
    expect((await stepB.run(state, {})).seen).toEqual(Float32Array.of(22));
    expect((await stepA.run(state, {})).seen).toEqual(Float32Array.of(23));
    await state.write({ c: Float32Array.of(5) });
    expect((await stepA.run(state, {})).seen).toEqual(Float32Array.of(33));
    expect(await state.read()).toEqual({
      a: Float32Array.of(8),
      b: Float32Array.of(3),
      c: Float32Array.of(5),
    });
    state.dispose();
  });

  it('advances once for each of two runs started together', async () => {
    const stepA = await step('a');
    const state = await device.createState(specs, {
      a: Float32Array.of(0),
      b: Float32Array.of(0),
      c: Float32Array.of(1),
    });
    await Promise.all([stepA.run(state, {}), stepA.run(state, {}), stepA.run(state, {})]);
    expect((await state.read()).a).toEqual(Float32Array.of(3));
  });

  it('stays as it was when a run fails', async () => {
    const table = { table: float(3, 1) };
    const program = await device.compile(
      (state, { rows }) => ({
        state: { table: add(state.table!, 1) },
        outputs: { y: gather(state.table!, rows as Tensor1D) },
      }),
      { state: table, inputs: { rows: int(1) } },
      'lookup',
    );
    const state = await device.createState(table, { table: Float32Array.of(1, 2, 3) });
    await expect(program.run(state, { rows: Int32Array.of(7) })).rejects.toThrow(/lookup\/Gather/);
    expect((await state.read()).table).toEqual(Float32Array.of(1, 2, 3));
    expect((await program.run(state, { rows: Int32Array.of(2) })).y).toEqual(Float32Array.of(3));
    expect((await state.read()).table).toEqual(Float32Array.of(2, 3, 4));
  });

  it('is refused when an entry is missing or has another shape', async () => {
    const stepA = await step('a');
    const short = { a: float(1), c: float(1) };
    const without = await device.createState(short, {
      a: Float32Array.of(0),
      c: Float32Array.of(0),
    });
    await expect(stepA.run(without, {})).rejects.toThrow(/"b" float32 \[1\] is missing/);
    const wide = { ...specs, b: float(2) };
    const other = await device.createState(wide, {
      a: Float32Array.of(0),
      b: Float32Array.of(0, 0),
      c: Float32Array.of(0),
    });
    await expect(stepA.run(other, {})).rejects.toThrow(/"b" is float32 \[2\].*needs float32 \[1\]/);
    await expect(device.createState(specs, { a: Float32Array.of(0) })).rejects.toThrow(
      /"b".*missing/,
    );
    await expect(other.write({ z: Float32Array.of(0) })).rejects.toThrow(/"z" is not known/);
  });

  it('ends with the same bits after ten steps at the same thread count', async () => {
    const [rows, width] = [96, 64];
    const weights = { w: float(width, width) };
    const rng = Rng.derive(3);
    const w = Float32Array.from({ length: width * width }, () => rng.normal() / 8);
    const x = Float32Array.from({ length: rows * width }, () => rng.normal());
    const train = async () => {
      const program = await device.compile(
        (state, inputs) => {
          const loss = (v: Tensor) => sum(square(sub(tanh(matMul(inputs.x!, v)), inputs.x!)));
          return {
            state: { w: sub(state.w!, mul(grad(v => loss(v))(state.w!), 1e-3)) },
            outputs: { loss: loss(state.w!) },
          };
        },
        { state: weights, inputs: { x: float(rows, width) } },
      );
      const state = await device.createState(weights, { w });
      const losses: number[] = [];
      for (let i = 0; i < 10; i++) losses.push((await program.run(state, { x })).loss![0]!);
      return { losses, w: (await state.read()).w };
    };
    const first = await train();
    expect(await train()).toEqual(first);
    expect(first.losses[9]).toBeLessThan(first.losses[0]!);
  });
});

describe('an input of a cpu program', () => {
  it('is refused unless it is there with its type and size', async () => {
    const program = await device.compile(
      (_, { x }) => ({ state: {}, outputs: { y: add(x!, x!) } }),
      { state: {}, inputs: { x: float(2, 3) } },
      'double',
    );
    const failing = [
      [{}, /"x" float32 \[2, 3\] is missing/],
      [{ x: new Float32Array(5) }, /"x" has shape \[5\].*float32 \[2, 3\]: 6 elements/],
      [{ x: new Int32Array(6) }, /"x" is a Int32Array.*float32 \[2, 3\]/],
      [{ x: new Float32Array(6), z: new Float32Array(1) }, /"z" is not known here; expected x/],
    ] as const;
    for (const [inputs, message] of failing)
      await expect(program.run(undefined, inputs as Record<string, HostArray>)).rejects.toThrow(
        message,
      );
    const error = await program.run(undefined, {}).catch(caught => caught);
    expect(error).toMatchObject({ code: 'BAD_INPUT', where: 'double' });
  });
});
