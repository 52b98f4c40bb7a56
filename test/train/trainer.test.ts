import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../src-main/data/workspace.js';
import { openRunModel } from '../../src-main/train/run-store.js';
import { trainRun } from '../../src-main/train/trainer.js';
import { quickConfig, removeWorkspace, workspaceWithWorld } from './world-run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await workspaceWithWorld();
});
afterAll(() => removeWorkspace(workspace));

const request = {
  dataset: 'world',
  preset: 'paper',
  config: quickConfig,
  device: 'cpu',
  threads: 1,
  batchWorkers: 0,
} as const;

test('a run selects on the past, refits up to t and opens as a model', async () => {
  const report = await trainRun(
    workspace,
    { ...request, run: 'whole' },
    { onProgress: p => console.log(JSON.stringify(p)), onNote: console.log },
  );
  console.log(report);
  const model = await openRunModel(workspace, 'whole', 'final');
  expect(model.step).toBe(report.steps);
  expect(model.checkpointSha256).toBe(report.checkpointSha256);
});
