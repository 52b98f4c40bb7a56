import type { Progress } from '../../base/progress.js';
import { formatCount, formatNumber, formatSeconds } from './format.js';

/** How the figures of a job are called in a line of progress; others keep their name. */
const FIGURES: Readonly<Record<string, (value: number) => string>> = {
  loss: value => `loss ${value.toFixed(3)}`,
  learningRate: value => `rate ${formatNumber(value)}`,
  stepsPerSecond: value => `${value.toFixed(1)} steps/s`,
  tokensPerSecond: value => `${formatCount(value)} actions/s`,
  usersPerSecond: value => `${formatCount(value)} users/s`,
  waitingShare: value => `${(value * 100).toFixed(1)} % waiting`,
  secondsLeft: value => `${formatSeconds(value)} left`,
};

/** Rates that are 0 only while nothing has been measured. */
const NOT_YET = new Set(['stepsPerSecond', 'tokensPerSecond', 'usersPerSecond']);
/** An estimate from a shorter stretch misleads. */
const ESTIMATE_AFTER_SECONDS = 1;

/**
 * One line of what a job tells: stage, done of total, its figures and the time left, which is
 * estimated from the elapsed seconds of the stage where the job does not know it itself.
 */
export function describeProgress(progress: Progress, elapsedSeconds: number): string {
  const { stage, done, total, unit, figures = {} } = progress;
  const amount =
    total === undefined
      ? `${formatCount(done)} ${unit}`
      : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
  // A stage that cannot count says 0 of its unit throughout.
  const parts = [total === undefined && done === 0 ? stage : `${stage}: ${amount}`];
  for (const [name, value] of Object.entries(figures)) {
    if (!Number.isFinite(value) || (value === 0 && NOT_YET.has(name))) continue;
    parts.push(FIGURES[name]?.(value) ?? `${name} ${formatNumber(value)}`);
  }
  const guess = figures.secondsLeft === undefined && elapsedSeconds >= ESTIMATE_AFTER_SECONDS;
  if (total !== undefined && guess && done > 0 && done < total)
    parts.push(`${formatSeconds((elapsedSeconds / done) * (total - done))} left`);
  return parts.join(', ');
}
