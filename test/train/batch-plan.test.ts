import { afterAll, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import type { BatchPlan } from '../../src-main/model/batch-layout.js';
import { DEFAULT_OPTIMIZER, optimizerInputs } from '../../src-main/model/optimizer.js';
import { initialParameters } from '../../src-main/model/parameters.js';
import { packState } from '../../src-main/model/state-layout.js';
import { initialState, trainStep } from '../../src-main/model/train-step.js';
import { type FinishedTask, makeBatchMaker } from '../../src-main/train/batch-maker.js';
import { placeBatch } from '../../src-main/train/batch-placement.js';
import { derivePlans, groupLengths, planCost } from '../../src-main/train/batch-plan.js';
import { finishTask } from '../../src-main/train/finish-task.js';
import { batchTask } from './batch-task.js';

const device = await openReferenceDevice();
afterAll(() => device.dispose());

test('length groups double from 16 up to M', () => {
  expect(groupLengths(256)).toEqual([256, 128, 64, 32, 16]);
  expect(groupLengths(40)).toEqual([40, 32, 16]);
  expect(groupLengths(16)).toEqual([16]);
  expect(groupLengths(5)).toEqual([5]);
});

const plan: BatchPlan = {
  groups: [
    { users: 2, length: 32, queries: 4 },
    { users: 3, length: 16, queries: 4 },
  ],
  lanes: 1,
  pieces: 1,
  rows: 10,
  poolPins: 8,
  inputPins: 4,
  userPositives: 2,
};
const needs = { queries: [4, 4, 4, 4], rows: 10, poolPins: 8, inputPins: 4, userPositives: 2 };

test('sequences stand in the shortest group that is long enough while there is room', () => {
  // One long sequence; the three short ones fill the short group, and a long place stays empty.
  expect(placeBatch(plan, { ...needs, lengths: [20, 16, 9, 1] })).toEqual({
    group: Int32Array.of(0, 1, 1, 1),
    slot: Int32Array.of(0, 0, 1, 2),
  });
  // Five short ones: two have to take long places.
  const five = { ...needs, lengths: [9, 8, 7, 6, 5], queries: [1, 1, 1, 1, 1] };
  expect(placeBatch(plan, five)?.group).toEqual(Int32Array.of(0, 0, 1, 1, 1));
});

test('a batch that needs more than a plan has of anything does not fit', () => {
  expect(placeBatch(plan, { ...needs, lengths: [20, 19, 18, 3] })).toBeNull();
  expect(placeBatch(plan, { ...needs, lengths: [33, 3, 3, 3] })).toBeNull();
  expect(placeBatch(plan, { ...needs, lengths: [9, 9, 9, 9, 9, 9] })).toBeNull();
  const fits = { ...needs, lengths: [20, 16, 9, 1] };
  expect(placeBatch(plan, { ...fits, queries: [4, 5, 1, 1] })).toBeNull();
  for (const [key, most] of Object.entries({
    rows: 10,
    poolPins: 8,
    inputPins: 4,
    userPositives: 2,
  }))
    expect(placeBatch(plan, { ...fits, [key]: most + 1 })).toBeNull();
});

test('derived plans are cheaper than the plain one, which comes last and fits all', () => {
  const { plans } = finishTask(batchTask());
  const model = { hidden: 8, layers: 2, dimension: 4, embeddingWidth: 4 };
  const costs = plans.map(each => planCost(each, model));
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  expect(plans.length).toBeGreaterThan(1);
  expect(plans.length).toBeLessThanOrEqual(4);
  expect(plans.at(-1)?.groups).toEqual([{ users: 6, length: 40, queries: 6 }]);
});

test('without drawn batches there is the plain plan alone', () => {
  const plain = finishTask(batchTask(), undefined, { lengthGroups: false }).plans;
  expect(plain).toHaveLength(1);
  const model = { hidden: 8, layers: 1, dimension: 4, embeddingWidth: 4 };
  expect(derivePlans([], plain[0]!, 40, model)).toEqual(plain);
});

async function lossOf(task: FinishedTask, step: number): Promise<[loss: number, norm: number]> {
  const batch = makeBatchMaker(task)(step);
  const { config, modelData, plans } = task;
  const plan = plans[batch.plan]!;
  const { fn, specs, layout } = trainStep(config.model, modelData, plan, DEFAULT_OPTIMIZER);
  const program = await device.compile(fn, specs);
  const parameters = initialParameters(config.model, modelData, Rng.derive(1, 'parameters'));
  const state = await device.createState(specs.state, packState(layout, initialState(parameters)));
  const inputs = { ...batch.parts[0], ...optimizerInputs(DEFAULT_OPTIMIZER, 1e-3, 1) };
  const outputs = await program.run(state, inputs);
  state.dispose();
  program.dispose();
  return [outputs.loss![0]!, outputs.gradientNorm![0]!];
}

for (const objective of ['denseAllAction', 'sasrec'] as const)
  test(`the plan does not change the loss of a batch of ${objective}`, async () => {
    const task = batchTask({ objective, ...(objective === 'sasrec' && { sasrecPositions: 10 }) });
    const grouped = finishTask(task);
    const plain = finishTask(task, undefined, { lengthGroups: false });
    const plansUsed = new Set<number>();
    for (const step of [0, 1]) {
      plansUsed.add(makeBatchMaker(grouped)(step).plan);
      const [loss, norm] = await lossOf(grouped, step);
      const [plainLoss, plainNorm] = await lossOf(plain, step);
      expect(loss).toBeCloseTo(plainLoss, 4);
      expect(norm / plainNorm).toBeCloseTo(1, 3);
    }
    expect([...plansUsed].some(index => index < grouped.plans.length - 1)).toBe(true);
  });
