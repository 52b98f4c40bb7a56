import type { JobContext } from '../base/progress.js';
import { checkName } from '../data/names.js';
import { openWorkspace } from '../data/workspace.js';
import { takenNames } from '../train/run-folder.js';
import { freeRunName } from '../train/run-store.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** Training of runs. */
export function createTraining(folder: string, runJob: RunJob) {
  return {
    /** A free readable name for a new run, such as gowalla-dense-1. */
    async freeName(dataset: string, objective: string): Promise<string> {
      const workspace = await openWorkspace(folder);
      return freeRunName(checkName('data set', dataset), objective, await takenNames(workspace));
    },

    train: (request: Omit<JobParams<'train'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('train', { ...request, workspaceFolder: folder }, context),
  };
}
