import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isStudioError } from '../../base/errors.js';
import { openWorkspace, type Workspace } from '../../data/workspace.js';
import { type TrainReport, type TrainRequest, trainRun } from '../../train/trainer.js';
import type { Job } from './job.js';

export interface TrainParams extends TrainRequest {
  readonly workspaceFolder: string;
}

/**
 * Trains a run, or goes on with one. Holds the workspace while it writes. A new run that is refused
 * before its first checkpoint (a split that leaves nobody) is not left behind.
 */
export const trainJob: Job<TrainParams, TrainReport> = async (
  { workspaceFolder, ...request },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder, { access: 'write' });
  const { run } = request;
  const newRun = run !== undefined && !existsSync(workspace.path('runs', run)) ? run : undefined;
  try {
    return await trainRun(workspace, request, context);
  } catch (error) {
    if (newRun !== undefined && isStudioError(error, 'BAD_INPUT'))
      await discardEmptyRun(workspace, newRun);
    throw error;
  } finally {
    await workspace.close();
  }
};

async function discardEmptyRun(workspace: Workspace, run: string): Promise<void> {
  const hasCheckpoint = ['selection', 'final'].some(phase =>
    ['last', 'best'].some(which =>
      existsSync(workspace.path('runs', run, phase, `${which}.safetensors`)),
    ),
  );
  if (!hasCheckpoint) await rm(workspace.path('runs', run), { recursive: true, force: true });
}
