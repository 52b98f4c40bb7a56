import type { Rng } from '../base/rng.js';

/**
 * `count` distinct values drawn uniformly, in their original order; all of them when there are no
 * more than that. Selection sampling (Knuth, Algorithm S): one pass, no copy of the source.
 */
export function chooseSome(values: readonly number[], count: number, rng: Rng): readonly number[] {
  if (values.length <= count) return values;
  const chosen: number[] = [];
  for (let i = 0; i < values.length && chosen.length < count; i++)
    if (rng.int(values.length - i) < count - chosen.length) chosen.push(values[i]!);
  return chosen;
}
