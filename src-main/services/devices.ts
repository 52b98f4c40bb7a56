import type { JobContext } from '../base/progress.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** The compute devices of this machine. */
export function createDevices(runJob: RunJob) {
  return {
    list: (request: JobParams<'devices'>, context: JobContext) =>
      runJob('devices', request, context),
  };
}
