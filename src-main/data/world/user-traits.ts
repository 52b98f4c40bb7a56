import { Rng } from '../../base/rng.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';
import { gamma, normalise, unitScaleNoise } from './draws.js';

/** What does not change about a user. */
export interface UserTraits {
  /** Long-term leaves at the start of the history. */
  readonly leaves: Int32Array;
  /** Of each long-term slot; sum 1. A slot keeps its weight when its leaf is replaced. */
  readonly slotWeights: Float64Array;
  /** [E], length 1. */
  readonly taste: Float64Array;
  readonly sessionsPerDay: number;
  /** 0 … 24, UTC. */
  readonly favouriteHour: number;
  /** 0 … 7, from Monday. */
  readonly favouriteWeekday: number;
  /** Odds of closeup, save, click and hide before the pin's appeal. */
  readonly typeOdds: Float64Array;
  /** Probability of each surface. */
  readonly surfaces: Float64Array;
  /** Median seconds of a closeup and of a click. */
  readonly closeupSeconds: number;
  readonly clickSeconds: number;
}

const TYPE_ODDS = [0.62, 0.16, 0.14, 0.08];
const SURFACE_ODDS = [0.6, 0.22, 0.18];

/** Draws user `user` of a world from the seed and the user's number alone. */
export function drawTraits(config: WorldConfig, catalogue: Catalogue, user: number): UserTraits {
  const rng = Rng.derive(config.seed, 'world', 'traits', user);
  const range = config.maxLongTermLeaves - config.minLongTermLeaves + 1;
  const slots = config.minLongTermLeaves + rng.int(range);
  const leaves = Int32Array.from({ length: slots }, () => rng.int(catalogue.leafCount));
  const slotWeights = shares(Float64Array.from({ length: slots }, () => gamma(rng, 1)));
  const taste = normalise(unitScaleNoise(rng, new Float64Array(catalogue.width)));
  const spread = config.sessionRateSpread;
  // The mean of exp(spread · z − spread² / 2) is 1.
  const sessionsPerDay = config.sessionsPerDay * Math.exp(spread * rng.normal() - spread ** 2 / 2);
  return {
    leaves,
    slotWeights,
    taste,
    sessionsPerDay,
    favouriteHour: rng.uniform() * 24,
    favouriteWeekday: rng.uniform() * 7,
    typeOdds: shares(Float64Array.from(TYPE_ODDS, odds => odds * Math.exp(0.5 * rng.normal()))),
    surfaces: shares(Float64Array.from(SURFACE_ODDS, odds => odds * Math.exp(0.3 * rng.normal()))),
    closeupSeconds: 9 * Math.exp(0.3 * rng.normal()),
    clickSeconds: 25 * Math.exp(0.3 * rng.normal()),
  };
}

function shares(weights: Float64Array): Float64Array {
  let total = 0;
  for (const weight of weights) total += weight;
  return weights.map(weight => weight / total);
}
