import type { JobRecord } from '../../../src-main/contract/jobs.js';
import type { TrainEstimate } from '../../../src-main/contract/workspace.js';
import { duration } from '../../widgets/format.js';

/** Where the time of an estimate comes from, as a sentence. */
export function basisWords({ basis, secondsPerStep, measuredOn }: TrainEstimate): string {
  const step = secondsPerStep === null ? '' : `${duration(secondsPerStep)} a step`;
  switch (basis) {
    case 'measured':
      return `${step}, as ${measuredOn} took on this machine.`;
    case 'scaled':
      return `${step}: that of ${measuredOn}, scaled by the operations of a step.`;
    case 'rate':
      return `${step}, from this machine's rate of matrix products; half or double is possible.`;
    case null:
      return 'The time is not known: nothing has been trained here yet, and no device could be measured.';
  }
}

/** What a training that is begun now waits for first; '' for nothing. Profiles run beside it. */
export function waitWords(jobs: readonly Pick<JobRecord, 'kind' | 'status'>[]): string {
  const before = jobs.filter(
    ({ kind, status }) => kind !== 'profile' && (status === 'running' || status === 'queued'),
  ).length;
  return before === 0 ? '' : `It waits for ${before} ${before === 1 ? 'job' : 'jobs'} first.`;
}
