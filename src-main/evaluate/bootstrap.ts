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
  const table = tableOf(columns, users);
  const samples = statistics.map(() => new Float64Array(draws));
  const means = new Float64Array(columns.length);
  for (let draw = 0; draw < draws; draw++) {
    drawMeans(table, users, means, rng);
    for (let s = 0; s < statistics.length; s++) samples[s]![draw] = statistics[s]!(means);
  }
  return statistics.map((statistic, s) => ({
    value: statistic(point),
    ...interval(samples[s]!),
  }));
}

/** Columns side by side, so that a user's row is read at once. */
interface UserTable {
  /** [users, width]: each column's values, 0 where there is none, then the distinct presence columns. */
  readonly rows: Float64Array;
  readonly width: number;
  /** Where in a row each column's presence (1 where it has a value) stands. */
  readonly presenceOf: Int32Array;
  /** Scratch: sums of a draw [width] and how often it took each user [users]. */
  readonly sums: Float64Array;
  readonly taken: Uint16Array;
}

/** Columns of one kind of target lack values for the same users: their presence is kept once. */
function tableOf(columns: readonly UserValues[], users: number): UserTable {
  const presences = new Map<string, { place: number; has: Uint8Array }>();
  const presenceOf = Int32Array.from(columns, column => {
    const has = Uint8Array.from(column, value => (Number.isNaN(value) ? 0 : 1));
    const key = has.join('');
    const known = presences.get(key);
    const place = known?.place ?? columns.length + presences.size;
    if (!known) presences.set(key, { place, has });
    return place;
  });
  const width = columns.length + presences.size;
  const rows = new Float64Array(users * width);
  for (let user = 0; user < users; user++) {
    columns.forEach((column, c) => {
      const value = column[user]!;
      if (!Number.isNaN(value)) rows[user * width + c] = value;
    });
    for (const { place, has } of presences.values()) rows[user * width + place] = has[user]!;
  }
  return {
    rows,
    width,
    presenceOf,
    sums: new Float64Array(width),
    taken: new Uint16Array(users),
  };
}

/** Draws as many users as there are, with replacement, and averages every column over them. */
function drawMeans(
  { rows, width, presenceOf, sums, taken }: UserTable,
  users: number,
  means: Float64Array,
  rng: Rng,
): void {
  taken.fill(0);
  for (let i = 0; i < users; i++) taken[rng.int(users)]!++;
  sums.fill(0);
  for (let user = 0; user < users; user++) {
    const times = taken[user]!;
    if (times === 0) continue;
    const row = user * width;
    for (let c = 0; c < width; c++) sums[c]! += times * rows[row + c]!;
  }
  for (let c = 0; c < means.length; c++) means[c] = sums[c]! / sums[presenceOf[c]!]!;
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
