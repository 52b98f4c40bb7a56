import { badInput } from '../base/errors.js';

/** Most positives of a batch that serve as negatives of the others (PinnerFormer A.3). */
export const IN_BATCH_LIMIT = 5000;
/** Floor of a pin's count of draws: one that the pre-pass missed is not impossible. */
const FLOOR_DRAWS = 0.5;

/** Counts how often each pin is drawn as a positive; a count-min sketch would stand behind this too. */
export interface DrawCounter {
  add(pin: number): void;
  /** Draws of `pin`, exact or estimated. */
  count(pin: number): number;
  readonly total: number;
}

/** One counter a pin: exact, 4 bytes a pin of the data set. */
export class ExactDrawCounter implements DrawCounter {
  readonly counts: Int32Array;
  total: number;

  constructor(counts: Int32Array) {
    this.counts = counts;
    this.total = counts.reduce((sum, count) => sum + count, 0);
  }

  add(pin: number): void {
    this.counts[pin]! += 1;
    this.total += 1;
  }

  count(pin: number): number {
    return this.counts[pin]!;
  }
}

/** The size of one batch's pool, on which the expected number of a pin in it depends. */
export interface PoolSize {
  /** Rows of the batch, and so its positives. 0 when in-batch negatives are off. */
  readonly rows: number;
  readonly users: number;
  /** Random negatives; 0 when they are off. */
  readonly random: number;
  /** Pins from which the random negatives are drawn. */
  readonly corpus: number;
}

/**
 * log Q(v) of PinnerFormer eq. 2 for one merged pool that keeps duplicates: Q(v) is the expected number
 * of times pin v stands in it, n̄ · p(v) + n_random / |corpus|, with n̄ = min(5000, rows) · (1 − 1/users)
 * because a user's own rows are masked. p(v) is the share of the sampler's draws that are v, floored at
 * half a draw.
 */
export class LogQ {
  readonly #counter: DrawCounter;

  constructor(counter: DrawCounter) {
    if (counter.total === 0)
      throw badInput('no positive was drawn, so the probabilities of negatives are unknown.', {
        remedy: 'Train on data with positive engagements before the split.',
      });
    this.#counter = counter;
  }

  /** p(v), the share of in-batch draws; at least half a draw's. */
  share(pin: number): number {
    return Math.max(this.#counter.count(pin), FLOOR_DRAWS) / this.#counter.total;
  }

  /** Expected number of times `pin` stands in a pool of this size; log Q is its natural logarithm. */
  expectedCopies(pin: number, size: PoolSize): number {
    const others = size.users > 0 ? 1 - 1 / size.users : 0;
    const inBatch = Math.min(IN_BATCH_LIMIT, size.rows) * others;
    return inBatch * this.share(pin) + (size.corpus > 0 ? size.random / size.corpus : 0);
  }
}
