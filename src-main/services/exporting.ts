import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** Files for other programs: embeddings, retrieved pins, ranks, metrics. */
export function createExporting(folder: string, runJob: RunJob) {
  return {
    export: (request: Omit<JobParams<'export'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('export', { ...request, workspaceFolder: folder }, context),
  };
}
