import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** User embeddings of a run at a moment. */
export function createEmbedding(folder: string, runJob: RunJob) {
  return {
    embed: (request: Omit<JobParams<'embed'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('embed', { ...request, workspaceFolder: folder }, context),
  };
}
