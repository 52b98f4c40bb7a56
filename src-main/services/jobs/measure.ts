import type { DeviceFacts } from '../../compute/device-facts.js';
import type {
  CompareOutput,
  DiversityOutput,
  SimulateOutput,
  UsersOutput,
} from '../../contract/outputs.js';
import { openWorkspace } from '../../data/workspace.js';
import { compareOutput } from '../measures/compare-output.js';
import { diversityOutput } from '../measures/diversity-output.js';
import { simulateOutput } from '../measures/simulate-output.js';
import { usersOutput } from '../measures/users-output.js';
import { type ReplayRequest, replayRuns } from '../replayed-runs.js';
import type { Job } from './job.js';

export interface MeasureParams extends ReplayRequest {
  readonly workspaceFolder: string;
  readonly what: 'simulate' | 'diversity' | 'users' | 'compare';
  /** Cadence of the slices of `users`; the last one when absent. */
  readonly sliceCadence?: string | undefined;
}

export interface Measured {
  readonly output: SimulateOutput | DiversityOutput | UsersOutput | CompareOutput;
  /** What the provenance of a cell names. */
  readonly dataset: { readonly name: string; readonly contentHash: string };
  readonly runs: readonly { readonly run: string; readonly checkpointSha256: string }[];
  readonly users: number;
  readonly part: 'validation' | 'test';
  readonly testReads?: number | undefined;
  readonly device: DeviceFacts;
}

/** Replays runs and keeps what one kind of cell shows of it. */
export const measureJob: Job<MeasureParams, Measured> = async (
  { workspaceFolder, what, sliceCadence, ...request },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder);
  return replayRuns(workspace, request, what, context, replayed => {
    const { seed } = request;
    const { frame } = replayed.simulation.report;
    const output =
      what === 'simulate'
        ? simulateOutput(replayed)
        : what === 'diversity'
          ? diversityOutput(replayed, seed)
          : what === 'users'
            ? usersOutput(replayed, seed, sliceCadence)
            : compareOutput(replayed, seed);
    return {
      output,
      dataset: { name: frame.dataset, contentHash: frame.contentHash },
      runs: replayed.models.map(({ run, checkpointSha256 }) => ({ run, checkpointSha256 })),
      users: frame.users,
      part: request.users,
      testReads: replayed.testReads,
      device: frame.device,
    };
  });
};
