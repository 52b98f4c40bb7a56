import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** What a run retrieves for one user. */
export function createRetrieval(folder: string, runJob: RunJob) {
  return {
    retrieve: (request: Omit<JobParams<'retrieve'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('retrieve', { ...request, workspaceFolder: folder }, context),
  };
}
