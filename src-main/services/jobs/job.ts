import type { JobContext } from '../../base/progress.js';

/** A job: plain parameters in, a plain result out; everything else is the job's own business. */
export type Job<Params, Result> = (params: Params, context: JobContext) => Promise<Result>;
