import type { JobRecord, JobStatus } from '../../src-main/contract/jobs.js';
import type { GlyphState } from '../widgets/glyph-state.js';

export interface JobActions {
  readonly pause: boolean;
  readonly resume: boolean;
  readonly cancel: boolean;
  readonly dismiss: boolean;
}

/** What a person may do with a job as it stands. Only what can be gone on with is paused. */
export function jobActions({ status, resumable }: JobRecord): JobActions {
  const ended = status === 'done' || status === 'failed' || status === 'cancelled';
  return {
    pause: status === 'running' && resumable,
    resume: resumable && status !== 'running' && status !== 'queued' && status !== 'done',
    cancel: status === 'running' || status === 'queued' || status === 'paused',
    dismiss: ended || status === 'interrupted',
  };
}

export function jobGlyph(status: JobStatus): GlyphState {
  return status === 'done' ? 'fresh' : status;
}
