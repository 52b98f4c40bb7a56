import type { Progress } from '../../base/progress.js';

/**
 * Seconds that a stage still takes, by the mean rate since it was first heard of here:
 * (now − first) · (total − done) / (done − first done). What a resumed job had done before does not count.
 */
export class StageRate {
  #first: { readonly stage: string; readonly done: number; readonly atMs: number } | undefined;

  /** The job begins or goes on: what came before says nothing of its rate. */
  restart(): void {
    this.#first = undefined;
  }

  /** Undefined without a total, and until something was done since the stage's first word. */
  secondsLeft({ stage, done, total }: Progress, nowMs: number): number | undefined {
    if (this.#first?.stage !== stage || done < this.#first.done)
      this.#first = { stage, done, atMs: nowMs };
    const { done: before, atMs } = this.#first;
    if (total === undefined || done <= before) return undefined;
    return (((nowMs - atMs) / 1000) * Math.max(0, total - done)) / (done - before);
  }
}
