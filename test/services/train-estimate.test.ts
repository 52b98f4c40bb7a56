import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../src-main/data/workspace.js';
import { createEngine, type Engine } from '../../src-main/services/engine.js';
import { estimateTraining } from '../../src-main/services/train-estimate.js';
import { trainSettings } from '../../src-main/services/train-settings.js';
import { parseTrainConfig } from '../../src-main/train/config.js';
import { presets } from '../../src-main/train/presets.js';
import { stepFlops } from '../../src-main/train/step-flops.js';
import { trainRun } from '../../src-main/train/trainer.js';
import { quickConfig, removeWorkspace, workspaceWithWorld } from '../train/world-run.js';

let workspace: Workspace;
let engine: Engine;
beforeAll(async () => {
  workspace = await workspaceWithWorld();
  engine = createEngine({ workspaceFolder: workspace.folder });
});
afterAll(() => removeWorkspace(workspace));

const set = {
  'model.sequenceLength': 16,
  'model.hidden': 16,
  'model.heads': 2,
  'model.dimension': 16,
  'model.categoryWidth': 4,
  'negatives.random': 64,
  'sampling.positivesPerSequence': 8,
  batchUsers: 16,
  steps: 20,
  'optimizer.warmupSteps': 5,
};
const cell = { dataset: 'world', preset: 'paper', objective: 'denseAllAction', set };
const ofTwoLayers = { ...set, 'model.layers': 2 };
const quick = {
  ...cell,
  set: { ...ofTwoLayers, 'model.dropout.input': 0.1, 'model.dropout.residual': 0.1 },
};

const data = {
  embeddingWidth: 8,
  pins: 300,
  actionTypes: 4,
  surfaces: 3,
  has: { type: true, surface: true, duration: true },
};

const unknown = () => Promise.resolve(undefined);
const rate = (gigaflops: number) => () => Promise.resolve(gigaflops);

test('where nothing was trained and no device works the time is not known', async () => {
  const estimate = await estimateTraining(engine, quick, unknown);
  expect(estimate).toMatchObject({ seconds: null, secondsPerStep: null, basis: null, steps: 40 });
});

test('memory before a training is that for the lanes of this machine', async () => {
  const { parameters, memoryBytes } = await estimateTraining(engine, quick, unknown);
  expect(memoryBytes).toBeGreaterThan(330e6 + 24 * parameters);
});

test('a layer more is its own parameters more', async () => {
  const ofThree = { ...quick, set: { ...quick.set, 'model.layers': 3 } };
  const [three, two] = await Promise.all(
    [ofThree, quick].map(each => estimateTraining(engine, each, unknown)),
  );
  // Of width 16: four maps of 16 · 16, of which that of the keys has no bias, a feed-forward network of
  // 16 · 64 and back with its biases, and two norms of 2 · 16.
  const layer = 4 * 256 + 3 * 16 + 2 * 1024 + 64 + 16 + 2 * 32;
  expect((three?.parameters ?? 0) - (two?.parameters ?? 0)).toBe(layer);
});

test('without validation there is one phase of steps, not two', async () => {
  const withoutValidation = { ...quick, set: { ...quick.set, 'validation.enabled': false } };
  const { steps } = await estimateTraining(engine, withoutValidation, unknown);
  expect(steps).toBe(20);
});

test('a machine that was only measured takes the operations at 0.4 of its rate', async () => {
  const estimate = await estimateTraining(engine, quick, rate(10));
  expect(estimate).toMatchObject({ basis: 'rate', measuredOn: '' });
  const config = parseTrainConfig({ ...presets.paper, ...quickConfig });
  expect(estimate.secondsPerStep).toBeCloseTo(stepFlops(config, data) / 4e9, 6);
  expect(estimate.seconds).toBeCloseTo(40 * (estimate.secondsPerStep ?? 0), 12);
  const fast = await estimateTraining(engine, quick, rate(20));
  expect(estimate.seconds).toBeCloseTo(2 * (fast.seconds ?? 0), 12);
});

test('where steps were timed no device is asked for its rate', async () => {
  const { run } = await trainRun(workspace, {
    dataset: 'world',
    preset: 'paper',
    config: { ...quickConfig, steps: 10, validation: { enabled: false } },
    device: 'auto',
    threads: 1,
  });
  const refuse = () => Promise.reject(new Error('asked'));
  const same = await estimateTraining(engine, quick, refuse);
  expect(same).toMatchObject({ basis: 'measured', measuredOn: run });
  const ofFour = { ...quick, set: { ...quick.set, 'model.layers': 4 } };
  const deeper = await estimateTraining(engine, ofFour, refuse);
  expect(deeper).toMatchObject({ basis: 'scaled', measuredOn: run });
  expect(deeper.secondsPerStep).toBeGreaterThan(same.secondsPerStep ?? Number.POSITIVE_INFINITY);
});

test('a setting that is none is refused by its name', async () => {
  const wrong = { ...cell, set: { ...set, 'model.layer': 2 } };
  await expect(estimateTraining(engine, wrong, unknown)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    remedy: expect.stringContaining('model.layers'),
  });
});

test('every preset is told with all its defaults, in the words of the schema', () => {
  const { presets: all, schema } = trainSettings();
  expect(all.map(({ name }) => name)).toContain('modest');
  expect(all.find(({ name }) => name === 'paper')?.config.steps).toBe(20_000);
  expect(Object.keys(schema.properties as object)).toContain('optimizer');
});
