import type { JobContext } from '../base/progress.js';
import type { Dataset } from '../data/columns.js';
import type { Workspace } from '../data/workspace.js';
import { openWorldOracle } from '../data/world-oracle.js';
import { parseCadences } from '../simulate/cadence.js';
import { type Simulation, simulateRuns } from '../simulate/simulate.js';
import type { RunModel } from '../train/run-store.js';
import { type OpenRunsRequest, withOpenedRuns } from './opened-runs.js';
import { logTestRead } from './test-reads.js';

export interface ReplayRequest extends OpenRunsRequest {
  /** As typed: `once,daily,6h+1d`. */
  readonly cadences: string;
  /** N random pins as the index; all known ones when left out. */
  readonly indexPins?: number | undefined;
  /** Leaves the oracle of a synthetic world out. */
  readonly withoutOracle?: boolean | undefined;
  readonly seed: number;
}

export interface Replayed {
  readonly simulation: Simulation;
  readonly dataset: Dataset;
  readonly models: readonly RunModel[];
  /** Looks at the runs' test users, this one included; absent where validation users were measured. */
  readonly testReads?: number | undefined;
}

/**
 * Opens runs and replays them, beside the oracle where the data is a synthetic world. A read of the
 * test users is logged in each run. `use` sees the result while the device is open.
 */
export async function replayRuns<T>(
  workspace: Workspace,
  request: ReplayRequest,
  command: string,
  context: JobContext,
  use: (replayed: Replayed) => T | Promise<T>,
): Promise<T> {
  const cadences = parseCadences(request.cadences);
  return withOpenedRuns(workspace, request, context, async opened => {
    const { models, runs, dataset, device, users } = opened;
    const isWorld = dataset.manifest.origin.kind === 'world';
    const simulation = await simulateRuns(
      {
        device,
        dataset,
        runs,
        cadences,
        users,
        indexPins: request.indexPins,
        oracle: isWorld && !request.withoutOracle ? openWorldOracle(dataset) : undefined,
        seed: request.seed,
      },
      context,
    );
    if (request.users === 'validation') return use({ simulation, dataset, models });
    const testReads = await logTestRead(workspace, models, {
      command,
      cadences: cadences.map(cadence => cadence.name),
      users: simulation.report.frame.users,
    });
    return use({ simulation, dataset, models, testReads });
  });
}
