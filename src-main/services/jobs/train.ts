import { openWorkspace } from '../../data/workspace.js';
import { type TrainReport, type TrainRequest, trainRun } from '../../train/trainer.js';
import type { Job } from './job.js';

export interface TrainParams extends TrainRequest {
  readonly workspaceFolder: string;
}

/** Trains a run, or goes on with one. Holds the workspace while it writes. */
export const trainJob: Job<TrainParams, TrainReport> = async (
  { workspaceFolder, ...request },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder, { access: 'write' });
  try {
    return await trainRun(workspace, request, context);
  } finally {
    await workspace.close();
  }
};
