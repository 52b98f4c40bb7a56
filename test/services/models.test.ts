import { existsSync, promises as fs } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../src-main/data/workspace.js';
import { createEngine, type Engine } from '../../src-main/services/engine.js';
import { logTestRead } from '../../src-main/services/test-reads.js';
import { openRunModel } from '../../src-main/train/run-store.js';
import { trainRun } from '../../src-main/train/trainer.js';
import { quickConfig, removeWorkspace, workspaceWithWorld } from '../train/world-run.js';

let workspace: Workspace;
let engine: Engine;
const read = { command: 'simulate', cadences: ['daily'], users: 10 };
const train = (run: string) =>
  trainRun(
    workspace,
    { dataset: 'world', run, seed: 1, device: 'cpu', threads: 1, config: quickConfig },
    {},
  );

beforeAll(async () => {
  workspace = await workspaceWithWorld();
  engine = createEngine({ workspaceFolder: workspace.folder });
  await train('dense');
  await logTestRead(workspace, [await openRunModel(workspace, 'dense', 'final')], read);
}, 60_000);
afterAll(() => removeWorkspace(workspace));

test('a model outlives its run, with the same parameters and the looks that its run has had', async () => {
  const before = await openRunModel(workspace, 'dense', 'final');
  const card = await engine.models.promote('dense', 'live');
  expect(card).toMatchObject({
    model: 'live',
    run: 'dense',
    dataset: 'world',
    checkpointSha256: before.checkpointSha256,
    steps: before.step,
    contentHash: before.contentHash,
  });
  expect(await engine.models.list()).toEqual([card]);
  await fs.rename(workspace.path('runs', 'dense'), workspace.path('runs', '.away'));
  try {
    const model = await openRunModel(workspace, 'live', 'final');
    expect(model.parameters).toEqual(before.parameters);
    expect(model.split).toEqual(before.split);
    expect((await engine.runs.show('live')).state).toBe('trained');
    expect(await logTestRead(workspace, [model], read)).toBe(2);
    expect(existsSync(workspace.path('runs', 'live'))).toBe(false);
  } finally {
    await fs.rename(workspace.path('runs', '.away'), workspace.path('runs', 'dense'));
  }
});

test('without a name one is made, and no run or model takes the name of another', async () => {
  const { model } = await engine.models.promote('dense');
  expect(model).toBe('world-model-1');
  for (const taken of ['live', 'dense'])
    await expect(engine.models.promote('dense', taken)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `there is a run or model "${taken}" already.`,
    });
  await expect(train('live')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(engine.models.promote('dense', 'no/name')).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  await expect(engine.models.promote('dance')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a model is promoted under another name, too', async () => {
  const { checkpointSha256 } = await engine.models.promote('live', 'kept');
  expect(checkpointSha256).toBe((await openRunModel(workspace, 'dense', 'final')).checkpointSha256);
  expect((await engine.models.list()).find(({ model }) => model === 'kept')?.run).toBe('live');
});

test('a run whose data set is gone says so by its name, and how to have it back', async () => {
  await fs.rename(workspace.path('data', 'world'), workspace.path('data', '.away'));
  try {
    const error = {
      code: 'NOT_FOUND',
      message: 'run "dense" was trained on data set "world", which is gone.',
      remedy: expect.stringContaining('import it again under that name'),
    };
    await expect(openRunModel(workspace, 'dense', 'final')).rejects.toMatchObject(error);
    await expect(
      trainRun(workspace, { run: 'dense', resume: true, device: 'cpu' }, {}),
    ).rejects.toMatchObject(error);
  } finally {
    await fs.rename(workspace.path('data', '.away'), workspace.path('data', 'world'));
  }
});

test('a removed model comes back until another is removed', async () => {
  await engine.models.promote('dense', 'first');
  await engine.models.promote('dense', 'second');
  await engine.models.remove('first');
  expect((await engine.models.list()).map(({ model }) => model)).not.toContain('first');
  await engine.models.restore('first');
  expect((await openRunModel(workspace, 'first', 'selection')).run).toBe('first');
  await engine.models.remove('first');
  await engine.models.remove('second');
  await expect(engine.models.restore('first')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await engine.models.restore('second');
  await expect(engine.models.remove('third')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what a process leaves in the folder of a removed model is no model, and does not hinder it', async () => {
  await engine.models.promote('dense', 'read');
  await engine.models.remove('read');
  await fs.mkdir(workspace.path('models', 'read', 'results'), { recursive: true });
  expect(await engine.models.names()).not.toContain('read');
  await engine.models.restore('read');
  expect((await openRunModel(workspace, 'read', 'final')).run).toBe('read');
  await engine.models.remove('read');
});

test('a card that cannot be read, or is of a newer program, is named', async () => {
  await engine.models.promote('dense', 'broken');
  const path = workspace.path('models', 'broken', 'model.json');
  await fs.writeFile(path, '{');
  await expect(engine.models.list()).rejects.toMatchObject({ code: 'BAD_INPUT', where: path });
  await fs.writeFile(path, '{"version": 9}');
  await expect(engine.models.list()).rejects.toMatchObject({ code: 'CONFLICT', where: path });
  await engine.models.remove('broken');
});
