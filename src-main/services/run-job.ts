import type { JobContext } from '../base/progress.js';
import type { JobKind, JobParams, JobResult } from './jobs/registry.js';

/** Runs jobs in a compute process; services ask for it, so that tests can put another one in. */
export type RunJob = <K extends JobKind>(
  kind: K,
  params: JobParams<K>,
  context: JobContext,
) => Promise<JobResult<K>>;
