import { existsSync, promises as fs } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../../src-main/data/workspace.js';
import { storedPinEmbeddings } from '../../../src-main/services/serving/stored-pin-embeddings.js';
import { openRunModel, type RunModel } from '../../../src-main/train/run-store.js';
import { trainRun } from '../../../src-main/train/trainer.js';
import { quickConfig, removeWorkspace, workspaceWithWorld } from '../../train/world-run.js';

let workspace: Workspace;
let model: RunModel;
let values: Float32Array;

beforeAll(async () => {
  workspace = await workspaceWithWorld();
  const request = { dataset: 'world', run: 'dense', seed: 1, device: 'cpu', threads: 1 } as const;
  await trainRun(workspace, { ...request, config: quickConfig });
  model = await openRunModel(workspace, 'dense', 'final');
  values = new Float32Array(model.pinFeatures.known.length * model.config.model.dimension).fill(2);
}, 60_000);
afterAll(() => removeWorkspace(workspace));

test('embeddings are computed once for a checkpoint', async () => {
  let computed = 0;
  const compute = async () => {
    computed++;
    return values;
  };
  expect(await storedPinEmbeddings(workspace, model, compute)).toEqual(values);
  expect(await storedPinEmbeddings(workspace, model, compute)).toEqual(values);
  expect(computed).toBe(1);
});

test('a run that is removed while they are computed does not come back', async () => {
  const folder = workspace.path('runs', 'dense');
  const compute = async () => {
    await fs.rename(folder, workspace.path('runs', '.away'));
    return values;
  };
  const other = { ...model, checkpointSha256: 'another' };
  expect(await storedPinEmbeddings(workspace, other, compute)).toEqual(values);
  expect(existsSync(folder)).toBe(false);
});
