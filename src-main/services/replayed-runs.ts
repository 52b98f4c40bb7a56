import { badInput } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { openDevice } from '../compute/devices.js';
import type { DeviceName } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { openDataset } from '../data/dataset.js';
import { TEST, VALIDATION } from '../data/split.js';
import type { Workspace } from '../data/workspace.js';
import { openWorldOracle } from '../data/world-oracle.js';
import { parseCadences } from '../simulate/cadence.js';
import { type Simulation, simulateRuns } from '../simulate/simulate.js';
import { openSimulatedRun, type SimulatedRun } from '../simulate/simulated-run.js';
import { openRunModel, type RunModel } from '../train/run-store.js';
import { logTestRead } from './test-reads.js';

export interface ReplayRequest {
  readonly runs: readonly string[];
  /** As typed: `once,daily,6h+1d`. */
  readonly cadences: string;
  /** `validation` reads the models of the selection phase at t − 14 d, `test` the final ones at t. */
  readonly users: 'validation' | 'test';
  /** N random pins as the index; all known ones when left out. */
  readonly indexPins?: number | undefined;
  /** Leaves the oracle of a synthetic world out. */
  readonly withoutOracle?: boolean | undefined;
  readonly seed: number;
  readonly device: DeviceName | 'auto';
  readonly threads?: number | undefined;
}

export interface Replayed {
  readonly simulation: Simulation;
  readonly dataset: Dataset;
  readonly models: readonly RunModel[];
}

/**
 * Opens the runs and replays them, beside the oracle where the data is a synthetic world. A read of the
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
  const phase = request.users === 'test' ? 'final' : 'selection';
  const models: RunModel[] = [];
  for (const run of request.runs) models.push(await openRunModel(workspace, run, phase));
  const [first] = models;
  if (!first) throw badInput('no run is given.', { where: '--run', remedy: 'Add --run NAME.' });
  for (const model of models)
    if (model.dataset !== first.dataset)
      throw badInput(
        `run "${model.run}" was trained on "${model.dataset}", run "${first.run}" on "${first.dataset}".`,
        { where: '--run', remedy: 'Compare runs of one data set.' },
      );
  const dataset = await openDataset(workspace, first.dataset);
  const device = await openDevice(request.device, {
    ...(request.threads === undefined ? {} : { threads: request.threads }),
    ...(context.onNote ? { onNote: context.onNote } : {}),
  });
  const part = request.users === 'test' ? TEST : VALIDATION;
  const users = Int32Array.from(first.split.keys()).filter(user => first.split[user] === part);
  const { origin } = dataset.manifest;
  const oracle =
    origin.kind === 'world' && !request.withoutOracle ? openWorldOracle(dataset) : undefined;
  const runs: SimulatedRun[] = [];
  try {
    for (const model of models)
      runs.push(await openSimulatedRun(device, dataset, model, context.signal));
    const simulation = await simulateRuns(
      {
        device,
        dataset,
        runs,
        cadences,
        users,
        indexPins: request.indexPins,
        oracle,
        seed: request.seed,
      },
      context,
    );
    if (request.users === 'test')
      await logTestRead(workspace, models, {
        command,
        cadences: cadences.map(cadence => cadence.name),
        users: simulation.report.frame.users,
      });
    return await use({ simulation, dataset, models });
  } finally {
    for (const run of runs) run.dispose();
    await device.dispose();
  }
}
