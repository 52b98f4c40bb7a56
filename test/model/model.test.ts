import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MASKED, PHASES } from '../../src-main/model/batch-layout.js';
import { PHASE_BLOCKS, SCALAR_COLUMNS } from '../../src-main/model/features.js';
import {
  gap,
  lossOf,
  randomBatch,
  randomParameters,
  runSteps,
  tinyConfig,
  tinyData,
  tinyPlan,
  userEmbeddings,
} from './fixture.js';

const D = 4;

function replace(values: Float32Array | Int32Array, by: (value: number) => number): void {
  values.set(values.map(by));
}

describe('user embeddings', () => {
  test('no later action and no padding reaches a position', async () => {
    const config = tinyConfig({ recency: 'causal' });
    const parameters = randomParameters(config, tinyData, 1);
    const plan = { ...tinyPlan, groups: [{ users: 1, length: 8, queries: 8 }] };
    const batch = randomBatch(config, tinyData, plan, 3);
    batch['g0.query']!.set([0, 1, 2, 3, 4, 5, 6, 7]);
    batch['g0.count']!.set([6]);
    const before = await userEmbeddings(config, tinyData, plan, batch, parameters);
    const changed = {
      ...batch,
      'g0.pin': batch['g0.pin']!.slice(),
      'g0.phases': batch['g0.phases']!.slice(),
    };
    // Column 5 is the fourth action; columns 0 and 1 are padding.
    for (const column of [0, 1, 5]) {
      changed['g0.pin'][column] = 11;
      changed['g0.phases'].fill(0.5, column * 2 * PHASES, (column + 1) * 2 * PHASES);
    }
    const after = await userEmbeddings(config, tinyData, plan, changed, parameters);
    expect(gap(before.subarray(2 * D, 5 * D), after.subarray(2 * D, 5 * D))).toBe(0);
    for (const column of [5, 6, 7])
      expect(
        gap(
          before.subarray(column * D, column * D + D),
          after.subarray(column * D, column * D + D),
        ),
      ).toBeGreaterThan(1e-3);
  });

  test('positions count from the newest action: padding to a longer length changes nothing', async () => {
    const config = tinyConfig();
    const parameters = randomParameters(config, tinyData, 2);
    const short = { ...tinyPlan, groups: [{ users: 1, length: 3, queries: 2 }] };
    const long = { ...tinyPlan, groups: [{ users: 1, length: 8, queries: 2 }] };
    const batch = randomBatch(config, tinyData, short, 4);
    batch['g0.query']!.set([2, 0]);
    const padded = randomBatch(config, tinyData, long, 5);
    padded['g0.query']!.set([7, 5]);
    padded['g0.count']!.set([3]);
    padded.pins = batch.pins!;
    for (const [name, width] of [
      ['pin', 1],
      ['type', 1],
      ['surface', 1],
      ['scalars', 4],
      ['phases', 2 * PHASES],
    ] as const)
      padded[`g0.${name}`]!.set(batch[`g0.${name}`]!, 5 * width);
    const a = await userEmbeddings(config, tinyData, short, batch, parameters);
    const b = await userEmbeddings(config, tinyData, long, padded, parameters);
    expect(gap(a, b)).toBeLessThan(1e-6);
    // The last row of the table belongs to the newest action.
    const moved = { ...parameters, positions: parameters.positions!.slice() };
    for (let i = 7 * 8; i < 8 * 8; i++) moved.positions[i] = moved.positions[i]! + (i % 2);
    const c = await userEmbeddings(config, tinyData, short, batch, moved);
    expect(gap(a.subarray(0, D), c.subarray(0, D))).toBeGreaterThan(1e-3);
    expect(gap(a.subarray(D), c.subarray(D))).toBe(0);
  });

  test('the last block computed at queried positions alone gives the same embeddings and steps', async () => {
    const config = tinyConfig({ userHead: 'residual', pinTower: 'residual' });
    const parameters = randomParameters(config, tinyData, 3);
    const batch = randomBatch(config, tinyData, tinyPlan, 6);
    const pruned = await runSteps(config, tinyData, tinyPlan, batch, parameters, { steps: 2 });
    const whole = await runSteps(config, tinyData, tinyPlan, batch, parameters, {
      steps: 2,
      unpruned: true,
    });
    for (const [name, values] of Object.entries(whole.state))
      expect(gap(values, pruned.state[name]!), name).toBeLessThan(1e-5);
  });

  test('two length groups give the loss of one group that pads them all', async () => {
    const config = tinyConfig();
    const parameters = randomParameters(config, tinyData, 4);
    const bucketed = {
      ...tinyPlan,
      groups: [
        { users: 1, length: 8, queries: 2 },
        { users: 2, length: 4, queries: 2 },
      ],
    };
    const batch = randomBatch(config, tinyData, bucketed, 8);
    const single = randomBatch(config, tinyData, tinyPlan, 9);
    for (const name of Object.keys(single)) if (!name.startsWith('g')) single[name] = batch[name]!;
    for (const [name, width] of [
      ['pin', 1],
      ['type', 1],
      ['surface', 1],
      ['scalars', 4],
      ['phases', 2 * PHASES],
    ] as const) {
      const all = single[`g0.${name}`]!.fill(0);
      all.set(batch[`g0.${name}`]!);
      for (let user = 0; user < 2; user++)
        all.set(
          batch[`g1.${name}`]!.subarray(user * 4 * width, (user + 1) * 4 * width),
          (8 * (user + 1) + 4) * width,
        );
    }
    single['g0.count']!.set([...batch['g0.count']!, ...batch['g1.count']!]);
    single['g0.query']!.set([
      ...batch['g0.query']!,
      ...batch['g1.query']!.map(column => column + 4),
    ]);
    const one = await runSteps(config, tinyData, tinyPlan, single, parameters);
    const two = await runSteps(config, tinyData, bucketed, batch, parameters);
    expect(gap(one.outputs[0]!.loss!, two.outputs[0]!.loss!)).toBeLessThan(1e-5);
    expect(gap(one.outputs[0]!.gradientNorm!, two.outputs[0]!.gradientNorm!)).toBeLessThan(
      1e-5 * one.outputs[0]!.gradientNorm![0]!,
    );
  });

  test('residual heads start exactly at the recency-weighted mean of the projected pins', async () => {
    const config = tinyConfig({ userHead: 'residual', pinTower: 'residual', dimension: 6 });
    const start = randomParameters(config, tinyData, 5, 0);
    const plan = { ...tinyPlan, groups: [{ users: 1, length: 8, queries: 1 }] };
    const batch = randomBatch(config, tinyData, plan, 10);
    batch['g0.count']!.set([3]);
    batch['g0.query']!.set([6]);
    // Position 6 of a sequence in columns 5, 6, 7: ages 1 and 0, halved every ten actions.
    const weights = [2 ** -0.1, 1].map(weight => weight / (1 + 2 ** -0.1));
    const mean = Array.from({ length: 6 }, (_, e) =>
      [5, 6].reduce(
        (total, column, i) => total + weights[i]! * batch.pins![batch['g0.pin']![column]! * 6 + e]!,
        0,
      ),
    );
    const projected = Array.from({ length: 6 }, (_, d) =>
      mean.reduce((total, value, e) => total + value * start.projection![e * 6 + d]!, 0),
    );
    const length = Math.hypot(...projected);
    const users = await userEmbeddings(config, tinyData, plan, batch, start);
    expect(
      gap(
        users,
        projected.map(value => value / length),
      ),
    ).toBeLessThan(1e-6);
    // The projection keeps lengths and angles, so the start is the baseline on the given pins.
    expect(length).toBeCloseTo(Math.hypot(...mean), 5);
  });
});

describe('features that are off', () => {
  const influence: Record<string, (batch: ReturnType<typeof randomBatch>, by: number) => void> = {
    type: (batch, by) => replace(batch['g0.type']!, value => (value + by) % 3),
    surface: (batch, by) => replace(batch['g0.surface']!, value => (value + by) % 2),
    pin: (batch, by) => replace(batch['g0.pin']!, value => (value + by) % 12),
    duration: (batch, by) => shift(batch['g0.scalars']!, 4, [SCALAR_COLUMNS.duration], by),
    timestamp: (batch, by) => shiftTime(batch, 'timestamp', by),
    sinceLatest: (batch, by) => shiftTime(batch, 'sinceLatest', by),
    gap: (batch, by) => shiftTime(batch, 'gap', by),
  };

  function shift(values: ArrayLike<number>, width: number, columns: number[], by: number): void {
    const array = values as Float32Array;
    for (let row = 0; row < array.length; row += width)
      for (const column of columns) array[row + column] = array[row + column]! + by;
  }

  function shiftTime(
    batch: ReturnType<typeof randomBatch>,
    name: 'timestamp' | 'sinceLatest' | 'gap',
    by: number,
  ): void {
    const { first, count } = PHASE_BLOCKS[name];
    const columns = Array.from({ length: count }, (_, i) => first + i);
    shift(batch['g0.phases']!, 2 * PHASES, [...columns, ...columns.map(c => PHASES + c)], by);
    shift(batch['g0.scalars']!, 4, [SCALAR_COLUMNS[name]], by);
  }

  for (const [name, change] of Object.entries(influence))
    test(`${name} changes the loss when it is on and nothing when it is off`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async seed => {
          for (const on of [true, false]) {
            const config = tinyConfig({ features: { [name]: on }, layers: 1 });
            const parameters = randomParameters(config, tinyData, seed);
            const batch = randomBatch(config, tinyData, tinyPlan, seed);
            const before = await lossOf(config, tinyData, tinyPlan, batch, parameters);
            change(batch, 1);
            const after = await lossOf(config, tinyData, tinyPlan, batch, parameters);
            if (on) expect(after).not.toBe(before);
            else expect(after).toBe(before);
          }
        }),
        { seed: 11, numRuns: 3 },
      );
    });

  test('positions have no parameters when they are off', () => {
    const config = tinyConfig({ features: { positions: false } });
    expect(Object.keys(randomParameters(config, tinyData, 1))).not.toContain('positions');
  });
});

describe('loss of a batch', () => {
  test('unused rows, pool columns and pins change nothing', async () => {
    const config = tinyConfig();
    const parameters = randomParameters(config, tinyData, 6);
    const batch = randomBatch(config, tinyData, tinyPlan, 12);
    batch.rowWeight!.set([0.5, 0.5, 0, 0, 0, 0]);
    batch.rowTarget!.set([0, 1, 0, 0, 0, 0]);
    batch.poolBias![6] = MASKED;
    batch.userPositive!.fill(0);
    batch.userPositiveBias!.fill(0);
    const before = await lossOf(config, tinyData, tinyPlan, batch, parameters);
    batch.rowTarget!.set([0, 1, 3, 4, 5, 2]);
    batch.rowSlot!.set([...batch.rowSlot!.subarray(0, 2), 5, 4, 3, 2]);
    batch.pins!.fill(3, 6 * 6, 7 * 6);
    batch.pool!.fill(3, 6 * 6, 7 * 6);
    replace(batch['g0.pin']!, pin => (pin === 6 ? 7 : pin));
    const reference = randomBatch(config, tinyData, tinyPlan, 12);
    replace(reference['g0.pin']!, pin => (pin === 6 ? 7 : pin));
    const samePins: typeof batch = { ...batch, pins: reference.pins!, pool: reference.pool! };
    expect(await lossOf(config, tinyData, tinyPlan, batch, parameters)).toBe(
      await lossOf(config, tinyData, tinyPlan, samePins, parameters),
    );
    samePins['g0.pin'] = randomBatch(config, tinyData, tinyPlan, 12)['g0.pin']!;
    expect(await lossOf(config, tinyData, tinyPlan, samePins, parameters)).toBeCloseTo(before, 5);
  });
});
