import { badInput } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { openDevice } from '../compute/devices.js';
import type { Device, DeviceName } from '../compute/program.js';
import { type OpenDataset, openDataset } from '../data/dataset.js';
import { TEST, VALIDATION } from '../data/split.js';
import type { Workspace } from '../data/workspace.js';
import { openSimulatedRun, type SimulatedRun } from '../simulate/simulated-run.js';
import { openRunModel, type RunModel } from '../train/run-store.js';

export interface OpenRunsRequest {
  readonly runs: readonly string[];
  /** `validation` reads the models of the selection phase at t − 14 d, `test` the final ones at t. */
  readonly users: 'validation' | 'test';
  readonly device: DeviceName | 'auto';
  readonly threads?: number | undefined;
}

/** Runs of one data set on one device, and the users on whom they may be measured. */
export interface OpenedRuns {
  readonly models: readonly RunModel[];
  readonly runs: readonly SimulatedRun[];
  readonly dataset: OpenDataset;
  readonly device: Device;
  /** Ascending. */
  readonly users: Int32Array;
}

/** Opens runs for a measurement, hands them to `use` and closes them again. */
export async function withOpenedRuns<T>(
  workspace: Workspace,
  request: OpenRunsRequest,
  context: JobContext,
  use: (opened: OpenedRuns) => Promise<T>,
): Promise<T> {
  const models = await openModels(workspace, request);
  const [first] = models;
  const dataset = await openDataset(workspace, first.dataset);
  const device = await openDevice(request.device, {
    ...(request.threads === undefined ? {} : { threads: request.threads }),
    ...(context.onNote ? { onNote: context.onNote } : {}),
  });
  const part = request.users === 'test' ? TEST : VALIDATION;
  const users = Int32Array.from(first.split.keys()).filter(user => first.split[user] === part);
  const runs: SimulatedRun[] = [];
  try {
    for (const model of models)
      runs.push(await openSimulatedRun(device, dataset, model, context.signal));
    return await use({ models, runs, dataset, device, users });
  } finally {
    for (const run of runs) run.dispose();
    await device.dispose();
  }
}

async function openModels(
  workspace: Workspace,
  { runs, users }: OpenRunsRequest,
): Promise<[RunModel, ...RunModel[]]> {
  const models: RunModel[] = [];
  for (const run of runs)
    models.push(await openRunModel(workspace, run, users === 'test' ? 'final' : 'selection'));
  const [first, ...others] = models;
  if (!first) throw badInput('no run is given.', { where: 'run', remedy: 'Name a `run`.' });
  for (const other of others)
    if (other.dataset !== first.dataset)
      throw badInput(
        `run "${other.run}" was trained on "${other.dataset}", run "${first.run}" on "${first.dataset}".`,
        { where: 'run', remedy: 'Compare runs of one data set.' },
      );
  return [first, ...others];
}
