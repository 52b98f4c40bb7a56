import type { ValidationPoint } from './checkpoint.js';

/** Share of the best recall that must be lost before a fall is called overfitting. */
const CLEAR_FALL = 0.1;
/** Running loss above its lowest that is called divergence, in nats. */
const DIVERGED_BY = 3;
/** Share of a new loss in the running mean. */
const SMOOTHING = 0.02;

export interface LossTrend {
  /** Running mean of the loss; null before the first step. */
  readonly smoothed: number | null;
  readonly lowest: number | null;
}

export const NO_TREND: LossTrend = { smoothed: null, lowest: null };

export function addLoss(trend: LossTrend, loss: number): LossTrend {
  const smoothed =
    trend.smoothed === null ? loss : trend.smoothed + SMOOTHING * (loss - trend.smoothed);
  return { smoothed, lowest: Math.min(trend.lowest ?? smoothed, smoothed) };
}

/** Why a training cannot go on after this loss; undefined while it can. */
export function divergence(
  trend: LossTrend,
  loss: number,
  gradientNorm: number,
): string | undefined {
  if (!Number.isFinite(loss)) return `the loss is ${loss}`;
  if (!Number.isFinite(gradientNorm)) return `the gradient's norm is ${gradientNorm}`;
  const { smoothed, lowest } = trend;
  if (smoothed !== null && lowest !== null && smoothed > lowest + DIVERGED_BY)
    return `the loss rose from ${lowest.toFixed(2)} to ${smoothed.toFixed(2)}`;
  return undefined;
}

export const DIVERGENCE_ADVICE =
  'Lower optimizer.learningRate, lengthen optimizer.warmupSteps, or lower optimizer.clipNorm, and train a new run.';

/** Which validation the run keeps: the best by recall@10 of `targets`; the earliest among equals. */
export function bestValidation(
  validations: readonly ValidationPoint[],
  targets: 'all' | 'new',
): ValidationPoint | undefined {
  let best: ValidationPoint | undefined;
  for (const point of validations)
    if (best === undefined || (point[targets] ?? -1) > (best[targets] ?? -1)) best = point;
  return best;
}

/** True when the last `patience` validations are all no better than one before them. */
export function isOutOfPatience(
  validations: readonly ValidationPoint[],
  targets: 'all' | 'new',
  patience: number,
): boolean {
  const best = bestValidation(validations, targets);
  if (patience === 0 || best === undefined) return false;
  return validations.length - 1 - validations.indexOf(best) >= patience;
}

/**
 * What the curve of a finished selection says, with what to try; undefined when it says nothing. The
 * validations include the one before the first step.
 */
export function diagnose(
  validations: readonly ValidationPoint[],
  targets: 'all' | 'new',
  steps: number,
): string | undefined {
  const best = bestValidation(validations, targets);
  const last = validations.at(-1);
  const start = validations[0];
  if (!best || !last || !start || validations.length < 3) return undefined;
  const at = (point: ValidationPoint) => (point[targets] ?? 0).toFixed(3);
  if (best === start)
    return `No step improved on the untrained model (validation recall@10 ${at(best)}). Try a lower optimizer.learningRate, more data before the split, or other pin features.`;
  const lost = 1 - (last[targets] ?? 0) / Math.max(best[targets] ?? 0, Number.MIN_VALUE);
  if (last.step > best.step && lost > CLEAR_FALL)
    return `Overfitting: validation recall@10 fell from ${at(best)} at step ${best.step} to ${at(last)} at step ${last.step}. Try model.dropout, optimizer.weightDecay, sampling.cropShare or a smaller model; the best step was kept.`;
  if (best === last && last.step >= steps)
    return `Underfitting: validation recall@10 was still rising at the last step (${at(last)}). Try more steps, a higher optimizer.learningRate or a larger model.`;
  return undefined;
}
