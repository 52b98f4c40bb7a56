import { expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import { openLanes } from '../../src-main/compute/lanes/open-lanes.js';
import { DEFAULT_OPTIMIZER, optimizerInputs } from '../../src-main/model/optimizer.js';
import { initialParameters } from '../../src-main/model/parameters.js';
import { packState, unpackState } from '../../src-main/model/state-layout.js';
import { initialState, trainStep } from '../../src-main/model/train-step.js';
import { makeBatchMaker, makeSampler } from '../../src-main/train/batch-maker.js';
import { BatchDealer, lanesFor, piecesFor } from '../../src-main/train/batch-parts.js';
import { parseTrainConfig, type TrainConfigInput } from '../../src-main/train/config.js';
import { finishTask } from '../../src-main/train/finish-task.js';
import { type PresetName, presets } from '../../src-main/train/presets.js';
import { batchTask } from './batch-task.js';

test('there is a lane for every thread that gets eight sequences', () => {
  expect([1, 2, 4, 16].map(threads => lanesFor(threads, 32))).toEqual([1, 2, 4, 4]);
  expect(lanesFor(4, 3)).toBe(1);
});

test('pieces keep what is computed at once within 850 MB, and have four sequences at least', () => {
  const pieces = (preset: PresetName, lanes: number) =>
    piecesFor(parseTrainConfig(presets[preset]), lanes);
  expect([pieces('tiny', 1), pieces('modest', 2), pieces('small', 1)]).toEqual([1, 1, 1]);
  // 4 · 28 · 256 · 4 · 256 bytes a sequence: 13 in one lane, 6 in each of two, so 10 pieces or 11.
  expect([pieces('base', 1), pieces('base', 2)]).toEqual([16, 16]);
  expect(pieces('paper', 2)).toBe(16);
  const learned = parseTrainConfig({ ...presets.base, model: { pinInput: 'learned' } });
  expect(piecesFor(learned, 1)).toBe(1);
});

test('sequences are dealt there and back, with their rows and pins', () => {
  const task = finishTask(batchTask());
  const batch = makeSampler(task, task.drawCounts)(2);
  const parts = new BatchDealer(task.timelines, task.pinCount, 2, 1).deal(batch);
  // Six sequences, longest first: 0 1 1 0 0 1.
  const users = (places: number[]) => places.map(place => batch.draft.user[place]!);
  expect(parts.map(({ draft }) => [...draft.user])).toEqual([users([0, 3, 4]), users([1, 2, 5])]);
  const rows = parts.flatMap(({ draft, pool, rowWeight }) =>
    Array.from(draft.rowPin, (pin, row) => [
      draft.user[draft.rowSequence[row]!],
      draft.rowAction[row],
      pin,
      pool.rowTarget[row],
      rowWeight[row],
    ]),
  );
  const whole = Array.from(batch.draft.rowPin, (pin, row) => [
    batch.draft.user[batch.draft.rowSequence[row]!],
    batch.draft.rowAction[row],
    pin,
    batch.pool.rowTarget[row],
    batch.rowWeight[row],
  ]);
  expect(rows).toHaveLength(whole.length);
  expect(rows).toEqual(expect.arrayContaining(whole));
  for (const { draft, inputPins, pool } of parts) {
    expect(pool.pins).toBe(batch.pool.pins);
    const pins = Array.from(draft.start, (start, i) =>
      task.timelines.pin.subarray(start, draft.end[i]),
    ).flatMap(each => [...each]);
    expect([...inputPins].sort()).toEqual([...new Set(pins)].sort());
  }
});

/** Loss, norm and state after three steps in `lanes` lanes of `pieces` pieces. */
async function threeSteps(changes: TrainConfigInput, lanes: number, pieces = 1) {
  const task = finishTask(batchTask(changes), undefined, { lanes, pieces });
  const { config, modelData } = task;
  const device = new CpuDevice({ threads: lanes });
  const group = openLanes(device, lanes);
  const parameters = initialParameters(config.model, modelData, Rng.derive(1, 'parameters'));
  const makeBatch = makeBatchMaker(task);
  let state: Awaited<ReturnType<typeof group.createState>> | undefined;
  let read = (values: Record<string, Float32Array>) => values;
  const outputs: number[] = [];
  for (let step = 1; step <= 3; step++) {
    const batch = makeBatch(step);
    const plan = task.plans[batch.plan]!;
    const { fn, specs, layout } = trainStep(config.model, modelData, plan, DEFAULT_OPTIMIZER);
    read = values => unpackState(layout, values);
    state ??= await group.createState(
      specs.state,
      packState(layout, initialState(parameters)),
      layout.parted,
    );
    const program = await group.compile(fn, specs);
    const scalars = optimizerInputs(DEFAULT_OPTIMIZER, 1e-3, step);
    const { loss, gradientNorm } = await program.run(state, batch.parts, scalars);
    outputs.push(loss![0]!, gradientNorm![0]!);
    program.dispose();
  }
  const values = read((await state!.read()) as Record<string, Float32Array>);
  await group.dispose();
  await device.dispose();
  return { outputs, values };
}

for (const [name, changes] of Object.entries({
  'the paper’s heads': {},
  'residual heads and sasrec': {
    objective: 'sasrec',
    model: { pinTower: 'residual', userHead: 'residual' },
  },
} satisfies Record<string, TrainConfigInput>))
  test(`with ${name}, lanes and pieces together make the steps that one lane makes`, async () => {
    const one = await threeSteps(changes, 1);
    for (const [lanes, pieces] of [
      [2, 1],
      [3, 1],
      [1, 2],
      [1, 6],
      [2, 3],
    ] as const) {
      const several = await threeSteps(changes, lanes, pieces);
      several.outputs.forEach((value, i) => {
        expect(value / one.outputs[i]!).toBeCloseTo(1, 4);
      });
      for (const [key, values] of Object.entries(one.values)) {
        const difference = values.map((value, i) => value - several.values[key]![i]!);
        expect(Math.hypot(...difference) / (1e-3 + Math.hypot(...values)), key).toBeLessThan(2e-4);
      }
    }
  });

test('steps in two lanes of two pieces repeat bit by bit', async () => {
  expect(await threeSteps({}, 2, 2)).toEqual(await threeSteps({}, 2, 2));
});
