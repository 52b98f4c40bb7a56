import type { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../base/time.js';
import type { WorldConfig } from './config.js';
import { exponential } from './draws.js';
import type { UserTraits } from './user-traits.js';

const HOUR_MS = 3_600_000;
/** 1970-01-01 was a Thursday: days since then plus 3 count from a Monday. */
const EPOCH_WEEKDAY = 3;

/**
 * When a user's sessions begin: a Poisson process whose rate follows the hour and the weekday, each
 * factor exp(κ cos(angle from the favourite)) scaled to mean 1 over its period. Drawn by thinning.
 */
export class Rhythm {
  readonly #traits: UserTraits;
  readonly #hour: number;
  readonly #weekday: number;
  readonly #hourMean: number;
  readonly #weekdayMean: number;

  constructor(config: WorldConfig, traits: UserTraits) {
    this.#traits = traits;
    this.#hour = config.hourConcentration;
    this.#weekday = config.weekdayConcentration;
    this.#hourMean = besselI0(this.#hour);
    this.#weekdayMean = besselI0(this.#weekday);
  }

  /** Sessions per day at a moment. */
  rateAt(atMs: number): number {
    const hour = (atMs % DAY_MS) / HOUR_MS;
    const weekday = (atMs / DAY_MS + EPOCH_WEEKDAY) % 7;
    const hourAngle = (2 * Math.PI * (hour - this.#traits.favouriteHour)) / 24;
    const dayAngle = (2 * Math.PI * (weekday - this.#traits.favouriteWeekday)) / 7;
    return (
      (this.#traits.sessionsPerDay *
        Math.exp(this.#hour * Math.cos(hourAngle) + this.#weekday * Math.cos(dayAngle))) /
      (this.#hourMean * this.#weekdayMean)
    );
  }

  /** The first session that begins after `afterMs`, or +Infinity past `endMs`. */
  nextSessionMs(rng: Rng, afterMs: number, endMs: number): number {
    const highest =
      (this.#traits.sessionsPerDay * Math.exp(this.#hour + this.#weekday)) /
      (this.#hourMean * this.#weekdayMean);
    let at = afterMs;
    for (;;) {
      at += exponential(rng, DAY_MS / highest);
      if (at >= endMs) return Number.POSITIVE_INFINITY;
      if (rng.uniform() * highest < this.rateAt(at)) return at;
    }
  }
}

/** Modified Bessel function of order 0, by its series: the mean of exp(κ cos θ) over a circle. */
function besselI0(kappa: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (kappa / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
