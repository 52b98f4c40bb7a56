import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace, type Workspace } from '../../src-main/data/workspace.js';
import { worldConfig } from '../../src-main/data/world/config.js';
import { generateWorld } from '../../src-main/data/world.js';
import type { TrainConfigInput } from '../../src-main/train/config.js';

/** A training of a second: 2 layers of 16, sequences of 16 actions, 16 users a batch. */
export const quickConfig: TrainConfigInput = {
  model: {
    sequenceLength: 16,
    hidden: 16,
    layers: 2,
    heads: 2,
    dimension: 16,
    categoryWidth: 4,
    dropout: { input: 0.1, residual: 0.1 },
  },
  negatives: { random: 64 },
  sampling: { positivesPerSequence: 8, sequencesPerUser: 2 },
  batchUsers: 16,
  steps: 20,
  optimizer: { warmupSteps: 5, weightDecay: 0.01 },
  validation: { everySteps: 5, patience: 0 },
  checkpointEverySteps: 5,
};

/** A fresh workspace that holds a synthetic world `world` of a few hundred users. */
export async function workspaceWithWorld(): Promise<Workspace> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const workspace = await openWorkspace(folder, { create: true, access: 'write' });
  const config = worldConfig({ seed: 5, users: 150, pins: 300, embeddingWidth: 8 }, 'tiny');
  await generateWorld(workspace, 'world', config);
  return workspace;
}

export async function removeWorkspace(workspace: Workspace): Promise<void> {
  await workspace.close();
  await fs.rm(workspace.folder, { recursive: true, force: true });
}
