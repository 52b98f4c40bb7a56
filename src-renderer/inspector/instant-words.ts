import { age } from '../charts/day.js';
import type { ShownLife } from '../follow/shown-life.js';

/** Where an instant lies by t, the end of the data that a run was trained on: not when its training was run. */
export function sideOfTraining({
  run,
  atMs,
  trainedUntilMs,
}: Pick<ShownLife, 'run' | 'atMs' | 'trainedUntilMs'>): string {
  const apart = age(Math.abs(atMs - trainedUntilMs));
  const side = atMs >= trainedUntilMs ? 'after' : 'before';
  return `${apart} ${side} the end of what ${run} was trained on`;
}
