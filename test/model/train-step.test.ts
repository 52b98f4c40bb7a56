import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { dropoutSpecs, writeDropout } from '../../src-main/model/dropout.js';
import {
  emptyArrays,
  gap,
  randomBatch,
  randomParameters,
  runSteps,
  tinyConfig,
  tinyData,
  tinyPlan,
} from './fixture.js';

const variants = {
  'the paper’s heads': {},
  'residual heads': { pinTower: 'residual', userHead: 'residual' },
  'a learned table': { pinInput: 'learned', similarity: 'dot' },
  'few features': { features: { pin: false, type: false, positions: false }, recency: 'causal' },
};

describe('train step', () => {
  for (const [name, changes] of Object.entries(variants))
    test(`with ${name}, traced, gives the loss, the norm and the parameters of the reference`, async () => {
      const config = tinyConfig(changes);
      const batch = randomBatch(config, tinyData, tinyPlan, 7);
      const parameters = randomParameters(config, tinyData, 1);
      const expected = await runSteps(config, tinyData, tinyPlan, batch, parameters, { steps: 3 });
      for (const threads of [1, 2]) {
        const device = new CpuDevice({ threads });
        const actual = await runSteps(config, tinyData, tinyPlan, batch, parameters, {
          steps: 3,
          device,
        });
        for (const [key, values] of Object.entries(expected.state)) {
          // As vectors: Adam turns a gradient of almost 0 into a whole step of either sign.
          const difference = values.map((value, i) => value - actual.state[key]![i]!);
          expect(Math.hypot(...difference) / (1e-3 + Math.hypot(...values)), key).toBeLessThan(
            1e-4,
          );
        }
        expected.outputs.forEach((outputs, step) => {
          for (const key of ['loss', 'gradientNorm', 'temperature'])
            expect(actual.outputs[step]![key]![0]! / outputs[key]![0]!).toBeCloseTo(1, 4);
        });
        await device.dispose();
      }
    });

  test('ten steps on two threads repeat bit by bit', async () => {
    const config = tinyConfig();
    const batch = randomBatch(config, tinyData, tinyPlan, 8);
    const parameters = randomParameters(config, tinyData, 2);
    const runs = [1, 2].map(async () => {
      const device = new CpuDevice({ threads: 2 });
      const run = await runSteps(config, tinyData, tinyPlan, batch, parameters, {
        steps: 10,
        device,
      });
      await device.dispose();
      return run;
    });
    const [first, second] = await Promise.all(runs);
    expect(second).toEqual(first);
  });

  test('two hundred steps on one batch fit it', async () => {
    const config = tinyConfig();
    const batch = randomBatch(config, tinyData, tinyPlan, 7);
    // Targets that nobody masks and that differ between users can be told apart.
    batch.userPositiveBias!.fill(0);
    batch.rowTarget!.set([0, 0, 2, 2, 4, 4]);
    batch.rowTargetBias!.fill(0);
    batch.poolBias!.fill(0);
    const device = new CpuDevice({ threads: 1 });
    const run = await runSteps(
      config,
      tinyData,
      tinyPlan,
      batch,
      randomParameters(config, tinyData, 1, 0),
      { steps: 200, device },
    );
    const losses = run.outputs.map(output => output.loss![0]!);
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan(0.01);
    await device.dispose();
  });

  test('a batch that is not finite is seen in the norm and leaves parameters and moments as they are', async () => {
    const config = tinyConfig();
    const parameters = randomParameters(config, tinyData, 3);
    const batch = randomBatch(config, tinyData, tinyPlan, 9);
    batch.pins![4] = Number.NaN;
    for (const device of [openReferenceDevice(), new CpuDevice({ threads: 1 })]) {
      const run = await runSteps(config, tinyData, tinyPlan, batch, parameters, { device });
      expect(run.outputs[0]!.gradientNorm![0]).toBeNaN();
      for (const [name, values] of Object.entries(parameters)) {
        expect([...run.state[`p.${name}`]!], name).toEqual([...values]);
        expect(
          run.state[`m.${name}`]!.every(value => value === 0),
          name,
        ).toBe(true);
      }
      await device.dispose();
    }
  });

  test('dropout takes the masks that the host drew: all kept is no dropout, all dropped is no branch', async () => {
    const config = tinyConfig({ dropout: { input: 0.25, residual: 0.5 } });
    const specs = dropoutSpecs(config, tinyPlan);
    expect(Object.entries(specs).map(([name, spec]) => [name, spec.shape])).toEqual([
      ['dropout.input', [24, 8]],
      ['dropout.block0.attention', [24, 8]],
      ['dropout.block0.feedForward', [24, 8]],
      ['dropout.block1.attention', [6, 8]],
      ['dropout.block1.feedForward', [6, 8]],
    ]);
    const parameters = randomParameters(config, tinyData, 4);
    const batch = randomBatch(config, tinyData, tinyPlan, 10);
    const masks = emptyArrays(specs);
    writeDropout(config, tinyPlan, Rng.derive(1, 'dropout'), masks);
    expect([...new Set(masks['dropout.input'])].sort()).toEqual([0, Math.fround(4 / 3)]);
    const share = masks['dropout.block0.attention']!.filter(value => value === 0).length / 192;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.12);
    const loss = async (values: number | undefined) => {
      for (const mask of Object.values(masks)) if (values !== undefined) mask.fill(values);
      const run = await runSteps(config, tinyData, tinyPlan, { ...batch, ...masks }, parameters);
      return run.outputs[0]!.loss![0]!;
    };
    const drawn = await loss(undefined);
    const plain = await runSteps(tinyConfig(), tinyData, tinyPlan, batch, parameters);
    expect(await loss(1)).toBe(plain.outputs[0]!.loss![0]);
    expect(drawn).not.toBe(plain.outputs[0]!.loss![0]);
  });

  test('sequences that go through the blocks one by one, or all at once, give the same steps', async () => {
    const config = tinyConfig({ dropout: { input: 0.25, residual: 0.5 } });
    const parameters = randomParameters(config, tinyData, 5);
    const plan = {
      ...tinyPlan,
      groups: [
        { users: 2, length: 8, queries: 2 },
        { users: 1, length: 4, queries: 2 },
      ],
    };
    const masks = emptyArrays(dropoutSpecs(config, plan));
    writeDropout(config, plan, Rng.derive(2, 'dropout'), masks);
    const batch = { ...randomBatch(config, tinyData, plan, 11), ...masks };
    const states = [];
    for (const usersPerChunk of [1, 2]) {
      const options = { steps: 2, usersPerChunk };
      const { state } = await runSteps(config, tinyData, plan, batch, parameters, options);
      states.push(state);
    }
    const [single, together] = states;
    for (const [name, values] of Object.entries(together!))
      expect(gap(values, single![name]!), name).toBeLessThan(1e-4);
  });
});
