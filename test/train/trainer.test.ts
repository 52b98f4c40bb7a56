import { promises as fs } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobContext } from '../../src-main/base/progress.js';
import { Rng } from '../../src-main/base/rng.js';
import type { Workspace } from '../../src-main/data/workspace.js';
import { readCheckpoint } from '../../src-main/train/checkpoint.js';
import { openRun, openRunModel } from '../../src-main/train/run-store.js';
import { type TrainRequest, trainRun } from '../../src-main/train/trainer.js';
import { quickConfig, removeWorkspace, workspaceWithWorld } from './world-run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await workspaceWithWorld();
});
afterAll(() => removeWorkspace(workspace));

const request: TrainRequest = {
  dataset: 'world',
  preset: 'paper',
  config: quickConfig,
  device: 'cpu',
  threads: 1,
  batchWorkers: 0,
};

/** Trains and is cancelled after `steps` steps in all, if it gets that far. */
async function trainUntil(steps: number, asked: TrainRequest): Promise<void> {
  const cancelling = new AbortController();
  let made = 0;
  const context: JobContext = {
    signal: cancelling.signal,
    onProgress: ({ stage }) => {
      if (stage.startsWith('training') && ++made === steps) cancelling.abort();
    },
  };
  await expect(trainRun(workspace, asked, context)).rejects.toMatchObject({ code: 'CANCELLED' });
}

test('a run selects on the past, refits up to t and opens as both models', async () => {
  const report = await trainRun(workspace, { ...request, run: 'whole' });
  const final = await openRunModel(workspace, 'whole', 'final');
  const selection = await openRunModel(workspace, 'whole', 'selection');
  expect(final).toMatchObject({
    step: report.steps,
    checkpointSha256: report.checkpointSha256,
    vocabulary: { surfaces: expect.arrayContaining(['homefeed']) },
  });
  expect(selection.step).toBe(report.validation?.step);
  expect(selection.atMs).toBe(final.atMs - 14 * 86_400_000);
  expect(Object.keys(selection.parameters)).toEqual(Object.keys(final.parameters));
  // Pins first seen after an end of training have no features for that phase.
  const known = (model: typeof final) =>
    model.pinFeatures.known.reduce((sum, flag) => sum + flag, 0);
  expect(known(selection)).toBeLessThan(known(final));
  const lines = await (await openRun(workspace, 'whole')).log.read();
  const validations = lines.filter(line => 'recallAt10' in line);
  expect(validations.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
  expect(lines.some(line => line.phase === 'final' && 'loss' in line)).toBe(true);
});

test.each([1, 2])(
  'a run cancelled at random steps and resumed ends with the same bits on %i threads',
  async threads => {
    const [uninterrupted, stopped] = [`uninterrupted-${threads}`, `stopped-${threads}`];
    const asked = { ...request, threads, seed: 2 };
    const whole = await trainRun(workspace, { ...asked, run: uninterrupted });
    await trainUntil(7, { ...asked, run: stopped });
    const again: TrainRequest = {
      run: stopped,
      resume: true,
      device: 'cpu',
      threads,
      batchWorkers: 0,
    };
    const rng = Rng.derive(Number(process.hrtime.bigint() % 1000n), 'stops');
    const total = 20 - 7 + whole.steps;
    const stops = [1 + rng.int(5), 1 + rng.int(total - 10)];
    console.info(`cancelled after 7, ${stops.join(', ')} steps`);
    for (const steps of stops) await trainUntil(steps, again);
    const resumed = await trainRun(workspace, again);
    expect(resumed.checkpointSha256).toBe(whole.checkpointSha256);
    const loggedBy = async (run: string) =>
      (await (await openRun(workspace, run)).log.read())
        .filter(line => 'recallAt10' in line)
        .map(({ phase, step, recallAt10 }) => ({ phase, step, recallAt10 }));
    expect(await loggedBy(stopped)).toEqual(await loggedBy(uninterrupted));
  },
);

test('a run cancelled while it is measured keeps the steps made, and is measured when it goes on', async () => {
  const asked = { ...request, seed: 3, settings: ['refit=false', 'checkpointEverySteps=1000'] };
  const whole = await trainRun(workspace, { ...asked, run: 'measured' });
  // The signal is seen by the validation that follows this step.
  await trainUntil(10, { ...asked, run: 'broken' });
  const run = await openRun(workspace, 'broken');
  expect((await readCheckpoint(run.checkpointPath('selection', 'last')))?.meta).toMatchObject({
    step: 10,
    validations: [{ step: 0 }, { step: 5 }],
  });
  const again: TrainRequest = { run: 'broken', resume: true, device: 'cpu', batchWorkers: 0 };
  const resumed = await trainRun(workspace, { ...again, threads: 1 });
  expect(resumed.checkpointSha256).toBe(whole.checkpointSha256);
  const validations = (await run.log.read()).filter(line => 'recallAt10' in line);
  expect(validations.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
});

test('without validation there is one phase, on everything up to t', async () => {
  const report = await trainRun(workspace, {
    ...request,
    run: 'plain',
    objective: 'sasrec',
    settings: ['validation.enabled=false', 'steps=8'],
  });
  expect(report).toMatchObject({ steps: 8, validation: null });
  await expect(openRunModel(workspace, 'plain', 'selection')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('without validation'),
  });
});

test('a run is not begun twice, and not resumed with other settings, seed or data', async () => {
  await trainUntil(3, { ...request, run: 'once' });
  await expect(trainRun(workspace, { ...request, run: 'once' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'there is a run "once" already.',
  });
  const again: TrainRequest = { run: 'once', resume: true, device: 'cpu', batchWorkers: 0 };
  await expect(
    trainRun(workspace, { ...again, settings: ['optimizer.learningRate=0.5'], seed: 9 }),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
    message:
      'run "once" cannot go on, since config.optimizer.learningRate: was 0.001, is 0.5; seed: was 1, is 9.',
  });
  const { folder, record } = await openRun(workspace, 'once');
  await fs.writeFile(`${folder}/run.json`, JSON.stringify({ ...record, contentHash: 'other' }));
  await expect(trainRun(workspace, again)).rejects.toThrow(/contentHash: was "other", is "/);
});

test('an unknown run, data set or setting is named with the nearest', async () => {
  await expect(trainRun(workspace, { run: 'onze', resume: true })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    remedy: 'Did you mean once?',
  });
  await expect(trainRun(workspace, { ...request, dataset: 'worl' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(
    trainRun(workspace, { ...request, settings: ['batchUser=3'] }),
  ).rejects.toMatchObject({ remedy: 'Did you mean batchUsers?' });
});

test('a divergence stops with the step, the last good checkpoint and advice', async () => {
  const diverging: TrainRequest = {
    ...request,
    run: 'diverging',
    settings: [
      'optimizer.learningRate=10',
      'optimizer.warmupSteps=8',
      'optimizer.weightDecay=10',
      'validation.enabled=false',
      'model.temperature.floor=0.00001',
      'model.temperature.initial=0.0001',
      'steps=60',
    ],
  };
  await expect(trainRun(workspace, diverging)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(
      /^the training diverged at step \d+ of its final phase: the loss/,
    ),
    remedy: expect.stringMatching(/checkpoint.*Lower optimizer.learningRate/),
  });
});
