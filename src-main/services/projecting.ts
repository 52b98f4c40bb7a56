import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** Pins and users of a run in the plane. */
export function createProjecting(folder: string, runJob: RunJob) {
  return {
    project: (request: Omit<JobParams<'project'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('project', { ...request, workspaceFolder: folder }, context),
  };
}
