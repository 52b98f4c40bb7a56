import type { JobName } from '../../contract/jobs.js';
import type { Params } from './job-entry.js';

export type Lane = 'heavy' | 'light';

/**
 * Where a job waits. One heavy job runs at a time, and beside it one light one: those that take seconds
 * (a profile, a map by principal axes) do not stand behind a training.
 */
export function laneOf(kind: JobName, params: Params): Lane {
  return kind === 'profile' || (kind === 'project' && params.method === 'pca') ? 'light' : 'heavy';
}
