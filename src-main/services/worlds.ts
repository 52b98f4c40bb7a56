import type { JobContext } from '../base/progress.js';
import { openWorkspace } from '../data/workspace.js';
import type { WorldConfig } from '../data/world/config.js';
import type { WorldReport } from '../data/world.js';
import { parseCadences } from '../simulate/cadence.js';
import type { OracleRecall } from '../simulate/oracle-recall.js';

/** Users that an oracle is asked about: enough for its intervals, few enough for a short wait. */
const ORACLE_USERS = 400;

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

    /** What one who knows each user's state would retrieve from the world `name`. */
    async oracle(
      name: string,
      request: { cadences: string; seed: number },
      context: JobContext,
    ): Promise<OracleRecall> {
      const { openDataset } = await import('../data/dataset.js');
      const { openWorldOracle } = await import('../data/world-oracle.js');
      const { oracleRecall } = await import('../simulate/oracle-recall.js');
      const cadences = parseCadences(request.cadences);
      const dataset = await openDataset(await openWorkspace(folder), name);
      const options = { cadences, users: ORACLE_USERS, seed: request.seed };
      return oracleRecall(dataset, openWorldOracle(dataset), options, context);
    },
  };
}
