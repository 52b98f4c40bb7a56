import { badInput } from '../base/errors.js';
import { Rng } from '../base/rng.js';
import { knownMembers } from '../evaluate/validation.js';
import type { SimulatedRun } from './simulated-run.js';

export interface IndexMembers {
  /** 1 for each pin whose features all runs know at t; targets outside are misses. */
  readonly known: Uint8Array;
  /** Ascending pins of the index: all known ones, or a random sample of them. */
  readonly pins: Int32Array;
}

/** The index that all runs are measured on (paper 4.1: random pins). BAD_INPUT when no pin is known. */
export function indexMembers(
  runs: readonly SimulatedRun[],
  sampled: number | undefined,
  seed: number,
): IndexMembers {
  const known = Uint8Array.from(runs[0]?.knownPins ?? []);
  for (const run of runs)
    for (let pin = 0; pin < known.length; pin++) if (run.knownPins[pin] !== 1) known[pin] = 0;
  const all = knownMembers(known);
  if (all.length === 0)
    throw badInput('no pin has features at the end of training.', {
      where: 'simulate',
      remedy: 'Train with a later `at` or import more actions.',
    });
  if (sampled === undefined || sampled >= all.length) return { known, pins: all };
  if (!(Number.isInteger(sampled) && sampled > 0))
    throw badInput(`an index of ${sampled} pins is impossible.`, {
      where: 'index pins',
      remedy: 'Give a whole number above 0.',
    });
  const shuffled = Rng.derive(seed, 'index').shuffle(Int32Array.from(all));
  return { known, pins: shuffled.slice(0, sampled).sort() };
}
