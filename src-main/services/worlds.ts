import type { JobContext } from '../base/progress.js';
import { openWorkspace } from '../data/workspace.js';
import type { WorldConfig } from '../data/world/config.js';
import type { WorldReport } from '../data/world.js';

/** Synthetic worlds, written as data sets. */
export function createWorlds(folder: string) {
  return {
    /** Generates a world, or finds that it is there already. Holds the workspace while it writes. */
    async generate(name: string, config: WorldConfig, context: JobContext): Promise<WorldReport> {
      const { generateWorld } = await import('../data/world.js');
      const workspace = await openWorkspace(folder, { create: true, access: 'write' });
      try {
        return await generateWorld(workspace, name, config, context);
      } finally {
        await workspace.close();
      }
    },
  };
}
