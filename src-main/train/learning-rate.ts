export interface Schedule {
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly schedule: 'cosine' | 'constant';
}

/**
 * Learning rate of step `step` (1 for the first) of `steps`: rises linearly to `learningRate` over
 * `warmupSteps`, then stays, or falls along half a cosine to 0 just after the last step.
 */
export function learningRateAt(schedule: Schedule, step: number, steps: number): number {
  const { learningRate, warmupSteps } = schedule;
  if (step <= warmupSteps) return (learningRate * step) / warmupSteps;
  if (schedule.schedule === 'constant') return learningRate;
  const progress = (step - 1 - warmupSteps) / (steps - warmupSteps);
  return (learningRate * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2;
}
