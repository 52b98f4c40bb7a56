import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import {
  bootstrap,
  difference,
  mean,
  quantile,
  relativeLoss,
} from '../../src-main/evaluate/bootstrap.js';
import { groupedDifference, groupOfUser } from '../../src-main/evaluate/group-interval.js';
import {
  pairedDifference,
  pairedUsers,
  verdict,
  verdictOfAll,
} from '../../src-main/evaluate/paired-difference.js';

const rng = () => Rng.derive(11, 'bootstrap test');

describe('bootstrap', () => {
  test('covers the true mean in about 95 of 100 samples', () => {
    const source = Rng.derive(3, 'samples');
    let covered = 0;
    const repetitions = 400;
    for (let i = 0; i < repetitions; i++) {
      const users = Float64Array.from({ length: 120 }, () => 0.3 + source.normal());
      const [estimate] = bootstrap([users], [mean(0)], { rng: source, draws: 400 });
      if (estimate!.low <= 0.3 && 0.3 <= estimate!.high) covered++;
    }
    // Binomial(400, .94): four standard deviations are .047.
    expect(covered / repetitions).toBeGreaterThan(0.89);
    expect(covered / repetitions).toBeLessThan(0.99);
  });

  test('gives a constant difference an interval of no width, since users are paired', () => {
    const b = Float64Array.from({ length: 50 }, (_, i) => i % 7);
    const a = b.map(value => value + 0.25);
    const estimate = pairedDifference(a, b, rng());
    expect(estimate.value).toBeCloseTo(0.25, 12);
    expect(estimate.high - estimate.low).toBeLessThan(1e-12);
  });

  test('recomputes a ratio from both its cells on the same draw', () => {
    const realtime = Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 5));
    const daily = realtime.map(value => value * 0.8);
    const [loss] = bootstrap([realtime, daily], [relativeLoss(0, 1)], { rng: rng(), draws: 500 });
    expect(loss!.value).toBeCloseTo(0.2, 12);
    expect(loss!.low).toBeCloseTo(0.2, 12);
    expect(loss!.high).toBeCloseTo(0.2, 12);
  });

  test('takes the mean over users that have a value', () => {
    const column = Float64Array.of(1, Number.NaN, 0, Number.NaN);
    const [estimate] = bootstrap([column], [mean(0)], { rng: rng(), draws: 200 });
    expect(estimate!.value).toBe(0.5);
    expect(estimate!.low).toBeGreaterThanOrEqual(0);
    expect(estimate!.high).toBeLessThanOrEqual(1);
  });

  test('draws the same interval from the same seed', () => {
    const a = Float64Array.from({ length: 30 }, (_, i) => Math.sin(i));
    const b = Float64Array.from({ length: 30 }, (_, i) => Math.cos(i));
    const run = () => bootstrap([a, b], [difference(0, 1)], { rng: rng(), draws: 300 });
    expect(run()).toEqual(run());
  });

  test('has no interval for one user and no value for none', () => {
    const [one] = bootstrap([Float64Array.of(0.5)], [mean(0)], { rng: rng() });
    expect(one).toEqual({ value: 0.5, low: Number.NaN, high: Number.NaN });
    const [none] = bootstrap([new Float64Array(0)], [mean(0)], { rng: rng() });
    expect(none!.value).toBeNaN();
  });

  test('interpolates quantiles between order statistics', () => {
    expect(quantile(Float64Array.of(1, 2, 4), 0.75)).toBe(3);
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
  });
});

describe('verdict', () => {
  const above = { value: 0.2, low: 0.1, high: 0.3 };

  test('is undecided under 200 users, however clear the interval', () => {
    expect(verdict(above, 199)).toBe('undecided');
    expect(verdict(above, 200)).toBe('held');
  });

  test('follows the side on which the whole interval lies', () => {
    expect(verdict({ value: 0.1, low: -0.1, high: 0.3 }, 500)).toBe('undecided');
    expect(verdict({ value: -0.2, low: -0.3, high: -0.1 }, 500)).toBe('not held');
  });

  test('of several holds only if each holds', () => {
    expect(verdictOfAll(['held', 'held'])).toBe('held');
    expect(verdictOfAll(['held', 'undecided'])).toBe('undecided');
    expect(verdictOfAll(['undecided', 'not held'])).toBe('not held');
  });

  test('counts only users that have both values', () => {
    expect(pairedUsers(Float64Array.of(1, Number.NaN, 0), Float64Array.of(0, 1, 0))).toBe(2);
  });
});

describe('groupedDifference', () => {
  const users = Int32Array.from({ length: 400 }, (_, i) => i);

  test('puts a user into the same one of twenty groups always', () => {
    const groups = new Set(Array.from(users, groupOfUser));
    expect(groups.size).toBe(20);
    expect(groupOfUser(17)).toBe(groupOfUser(17));
  });

  test('gives the mean difference of groups with a t-interval and the groups’ sizes', () => {
    const sizes = new Map<number, number>();
    for (const user of users) sizes.set(groupOfUser(user), (sizes.get(groupOfUser(user)) ?? 0) + 1);
    const values = Array.from({ length: 20 }, (_, g) => sizes.get(g)!);
    const average = 20;
    const spread = Math.sqrt(values.reduce((s, v) => s + (v - average) ** 2, 0) / 19);
    const result = groupedDifference(
      users,
      positions => positions.length,
      () => 0,
    );
    expect(result.value).toBe(average);
    expect(result.high - result.value).toBeCloseTo((2.093024 * spread) / Math.sqrt(20), 5);
    expect(result.usersPerGroup).toEqual([Math.min(...values), Math.max(...values)]);
  });

  test('has no interval when a group is empty', () => {
    const few = groupedDifference(
      Int32Array.of(1, 2),
      () => 1,
      () => 0,
    );
    expect(few.value).toBeNaN();
  });
});
