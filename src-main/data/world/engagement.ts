import type { Rng } from '../../base/rng.js';
import {
  CLICK,
  CLOSEUP,
  HIDE,
  HOMEFEED,
  POSITIVE_SECONDS,
  SAVE,
  worldActionTypes,
} from './action-kinds.js';
import type { Catalogue } from './catalogue.js';
import { weighted } from './draws.js';
import type { UserTraits } from './user-traits.js';

/** Strength of a pin's appeal on the odds of a save and, with the other sign, of a hide. */
const APPEAL = 0.3;
/** Spread of the log of a duration around the user's median. */
const DURATION_SPREAD = 1;

/** How a user acts on a pin: type from the user's odds and the pin's appeal. */
export class Engagement {
  readonly #catalogue: Catalogue;
  readonly #odds = new Float64Array(worldActionTypes.length);

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  drawType(rng: Rng, traits: UserTraits, pin: number): number {
    return weighted(rng, this.#odds, this.#fillOdds(traits, pin));
  }

  /** Seconds, to a tenth; 0 for saves and hides. */
  drawDuration(rng: Rng, traits: UserTraits, type: number): number {
    const median =
      type === CLOSEUP ? traits.closeupSeconds : type === CLICK ? traits.clickSeconds : 0;
    if (median === 0) return 0;
    return Math.round(10 * median * Math.exp(DURATION_SPREAD * rng.normal())) / 10;
  }

  /** Probability that this user's action on this pin is a positive engagement. */
  positiveProbability(traits: UserTraits, pin: number): number {
    const total = this.#fillOdds(traits, pin);
    const positive =
      this.#odds[SAVE]! +
      this.#odds[CLOSEUP]! * longerThanLimit(traits.closeupSeconds) +
      this.#odds[CLICK]! * longerThanLimit(traits.clickSeconds);
    return (traits.surfaces[HOMEFEED]! * positive) / total;
  }

  #fillOdds(traits: UserTraits, pin: number): number {
    const factor = Math.exp(APPEAL * this.#catalogue.appeal[pin]!);
    this.#odds.set(traits.typeOdds);
    this.#odds[SAVE]! *= factor;
    this.#odds[HIDE]! /= factor;
    let total = 0;
    for (const odds of this.#odds) total += odds;
    return total;
  }
}

/** P(duration > 10 s) with durations rounded to a tenth: from 10.05 s on. */
function longerThanLimit(medianSeconds: number): number {
  return normalTail(Math.log((POSITIVE_SECONDS + 0.05) / medianSeconds) / DURATION_SPREAD);
}

/** P(Z > z) for a standard normal (Abramowitz & Stegun 7.1.26, error < 1.5e-7). */
function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-x * x);
  return z >= 0 ? tail : 1 - tail;
}
