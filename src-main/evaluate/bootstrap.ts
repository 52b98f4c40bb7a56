import type { Rng } from '../base/rng.js';
import { meanOfUsers, type UserValues } from './user-means.js';

/** A figure with its 95 % interval. NaN throughout when there is no figure. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Draws of every published interval (spec §9). */
export const BOOTSTRAP_DRAWS = 10_000;
/** Below this many users no claim is made either way (spec §6). */
export const MIN_CLAIM_USERS = 200;

/** A figure computed from the means of some columns: a difference, a ratio of differences. */
export type Statistic = (means: Float64Array) => number;

export interface BootstrapOptions {
  readonly rng: Rng;
  /** BOOTSTRAP_DRAWS when absent. */
  readonly draws?: number | undefined;
}

/**
 * Percentile bootstrap over users (spec §6). `columns` hold one value per user each, NaN where the user
 * has none; every draw resamples users once for all columns, so that differences are paired and ratios
 * are recomputed from all their cells on the same draw. A draw in which a statistic is not finite (no
 * user with a value) is left out of its interval. Fewer than two users give an interval of NaN.
 */
export function bootstrap(
  columns: readonly UserValues[],
  statistics: readonly Statistic[],
  { rng, draws = BOOTSTRAP_DRAWS }: BootstrapOptions,
): Estimate[] {
  const users = columns[0]?.length ?? 0;
  if (columns.some(column => column.length !== users))
    throw new RangeError('internal: bootstrap columns differ in length');
  const point = Float64Array.from(columns, meanOfUsers);
  if (users < 2)
    return statistics.map(s => ({ value: s(point), low: Number.NaN, high: Number.NaN }));
  const table = interleave(columns, users);
  const samples = statistics.map(() => new Float64Array(draws));
  const sums = new Float64Array(columns.length * 2);
  const means = new Float64Array(columns.length);
  for (let draw = 0; draw < draws; draw++) {
    drawSums(table, users, sums, rng);
    for (let c = 0; c < means.length; c++) means[c] = sums[2 * c]! / sums[2 * c + 1]!;
    for (let s = 0; s < statistics.length; s++) samples[s]![draw] = statistics[s]!(means);
  }
  return statistics.map((statistic, s) => ({
    value: statistic(point),
    ...interval(samples[s]!),
  }));
}

/** [users, columns, 2]: the value (0 where there is none) and whether there is one. */
function interleave(columns: readonly UserValues[], users: number): Float64Array {
  const width = columns.length * 2;
  const table = new Float64Array(users * width);
  columns.forEach((column, c) => {
    for (let user = 0; user < users; user++) {
      const value = column[user]!;
      if (Number.isNaN(value)) continue;
      table[user * width + 2 * c] = value;
      table[user * width + 2 * c + 1] = 1;
    }
  });
  return table;
}

function drawSums(table: Float64Array, users: number, sums: Float64Array, rng: Rng): void {
  const width = sums.length;
  sums.fill(0);
  for (let i = 0; i < users; i++) {
    const row = rng.int(users) * width;
    for (let c = 0; c < width; c++) sums[c]! += table[row + c]!;
  }
}

/** 2.5 and 97.5 % points of the finite samples, interpolated between order statistics. */
function interval(samples: Float64Array): { low: number; high: number } {
  const finite = samples.filter(Number.isFinite).sort();
  return { low: quantile(finite, 0.025), high: quantile(finite, 0.975) };
}

/** Quantile q in [0, 1] of ascending values, linear between neighbours; NaN of none. */
export function quantile(ascending: Float64Array, q: number): number {
  if (ascending.length === 0) return Number.NaN;
  const position = q * (ascending.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below]! + (position - below) * (ascending[above]! - ascending[below]!);
}

/** The mean of column c. */
export function mean(c: number): Statistic {
  return means => means[c]!;
}

/** Mean of column a minus mean of column b. */
export function difference(a: number, b: number): Statistic {
  return means => means[a]! - means[b]!;
}

/** The loss from column `from` to column `to`, relative to `from`: (from − to) / from. */
export function relativeLoss(from: number, to: number): Statistic {
  return means => (means[from]! - means[to]!) / means[from]!;
}
