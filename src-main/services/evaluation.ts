import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** Metrics of one embedding a user, under named protocols. */
export function createEvaluation(folder: string, runJob: RunJob) {
  return {
    evaluate: (request: Omit<JobParams<'evaluate'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('evaluate', { ...request, workspaceFolder: folder }, context),
  };
}
