import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** Replays of runs under once, daily, realtime and other cadences. */
export function createSimulation(folder: string, runJob: RunJob) {
  return {
    simulate: (request: Omit<JobParams<'simulate'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('simulate', { ...request, workspaceFolder: folder }, context),
  };
}
