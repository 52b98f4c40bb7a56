import { openWorkspace } from '../../data/workspace.js';
import type { WorldConfig } from '../../data/world/config.js';
import { generateWorld, type WorldReport } from '../../data/world.js';
import type { Job } from './job.js';

export interface WorldParams {
  readonly workspaceFolder: string;
  readonly name: string;
  readonly config: WorldConfig;
}

/** Makes a synthetic world, away from the thread that serves requests. Holds the workspace. */
export const worldJob: Job<WorldParams, WorldReport> = async (
  { workspaceFolder, name, config },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder, { create: true, access: 'write' });
  try {
    return await generateWorld(workspace, name, config, context);
  } finally {
    await workspace.close();
  }
};
