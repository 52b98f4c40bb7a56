import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../src-main/data/workspace.js';
import { createEngine, type Engine } from '../../src-main/services/engine.js';
import { estimateTraining } from '../../src-main/services/train-estimate.js';
import { trainSettings } from '../../src-main/services/train-settings.js';
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

test('before anything was trained or measured here the time is not known', async () => {
  const estimate = await estimateTraining(engine, quick);
  expect(estimate).toMatchObject({ seconds: null, basis: null, steps: 40 });
  expect(estimate.memoryBytes).toBeGreaterThan(220e6);
});

test('without validation there is one phase of steps, not two', async () => {
  const { steps } = await estimateTraining(engine, {
    ...quick,
    set: { ...quick.set, 'validation.enabled': false },
  });
  expect(steps).toBe(20);
});

test('a rate of matrix products gives a time in its proportion', async () => {
  const slow = await estimateTraining(engine, quick, 10);
  const fast = await estimateTraining(engine, quick, 20);
  expect(slow.basis).toBe('rate');
  expect(slow.seconds).toBeCloseTo(2 * (fast.seconds ?? 0), 12);
});

test('steps of a run are its own time, and scaled that of another shape', async () => {
  const { run } = await trainRun(workspace, {
    dataset: 'world',
    preset: 'paper',
    config: quickConfig,
    device: 'reference',
  });
  const same = await estimateTraining(engine, quick);
  expect(same).toMatchObject({ basis: 'measured', measuredOn: run });
  const deeper = await estimateTraining(engine, {
    ...quick,
    set: { ...quick.set, 'model.layers': 4 },
  });
  expect(deeper).toMatchObject({ basis: 'scaled', measuredOn: run });
  expect(deeper.secondsPerStep).toBeGreaterThan(same.secondsPerStep ?? Number.POSITIVE_INFINITY);
});

test('a setting that is none is refused by its name', async () => {
  const wrong = { ...cell, set: { ...set, 'model.layer': 2 } };
  await expect(estimateTraining(engine, wrong)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    remedy: expect.stringContaining('model.layers'),
  });
});

test('every preset is told with all its defaults, in the words of the schema', () => {
  const { presets, schema } = trainSettings();
  expect(presets.map(({ name }) => name)).toContain('modest');
  expect(presets.find(({ name }) => name === 'paper')?.config.steps).toBe(20_000);
  expect(Object.keys(schema.properties as object)).toContain('optimizer');
});
