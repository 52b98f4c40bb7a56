import type { Rng } from '../base/rng.js';
import { bootstrap, type Estimate, type Statistic } from './bootstrap.js';
import type { UserValues } from './user-means.js';

/**
 * Collects every column and every figure of a report, then draws users once for all of them: each
 * draw serves all cells, so that any two figures of a report are paired.
 */
export class Intervals {
  readonly #columns: UserValues[] = [];
  readonly #statistics: Statistic[] = [];
  #estimates: Estimate[] | undefined;

  /** Adds one value per user; returns the column's number for statistics. */
  column(values: UserValues): number {
    this.#columns.push(values);
    return this.#columns.length - 1;
  }

  /** Asks for a figure; it can be read once `draw` has run. */
  ask(statistic: Statistic): () => Estimate {
    const place = this.#statistics.push(statistic) - 1;
    return () => {
      const estimate = this.#estimates?.[place];
      if (!estimate) throw new Error('internal: an interval was read before the draws');
      return estimate;
    };
  }

  draw(rng: Rng, draws?: number): void {
    this.#estimates = bootstrap(this.#columns, this.#statistics, { rng, draws });
  }
}
