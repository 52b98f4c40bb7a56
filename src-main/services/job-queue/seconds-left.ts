import type { Progress } from '../../base/progress.js';

/**
 * Seconds that a stage still takes, by its mean rate since the job began: elapsed · (total − done) / done.
 * Undefined without a total, before anything is done, and where the stage has just changed.
 */
export function secondsLeft(
  progress: Progress,
  before: Pick<Progress, 'stage'> | undefined,
  startedAtMs: number,
  nowMs: number,
): number | undefined {
  const { done, total, stage } = progress;
  if (total === undefined || done <= 0 || before?.stage !== stage) return undefined;
  return (((nowMs - startedAtMs) / 1000) * Math.max(0, total - done)) / done;
}
