import { expect, test } from 'vitest';
import { interleave, median, ratioTo, type Timing } from '../../bench/support/interleave.js';
import type { Slice } from '../../bench/support/load.js';

const timing = (name: string, rounds: number[]): Timing => ({
  name,
  rounds,
  medianMilliseconds: median(rounds),
  otherLoad: 0,
});

test('the median of an even count is the mean of the two middle values, and of none NaN', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([])).toBeNaN();
});

test('a ratio is formed within each round, so that a slow round cancels out', () => {
  const base = timing('base', [10, 100, 20]);
  const other = timing('other', [8, 80, 18]);
  expect(ratioTo(base, other)).toEqual({ median: 0.8, lowest: 0.8, highest: 0.9 });
});

test('contenders take turns, and the warm-up round sizes the slices without counting', async () => {
  const asked: string[] = [];
  const contender = (name: string, milliseconds: number) => ({
    name,
    async measure(repetitions: number): Promise<Slice> {
      asked.push(`${name}${repetitions}`);
      return { milliseconds: Array<number>(repetitions).fill(milliseconds) };
    },
  });
  const timings = await interleave([contender('a', 100), contender('b', 200)], {
    rounds: 2,
    sliceSeconds: 1,
  });
  expect(asked).toEqual(['a2', 'b2', 'a10', 'b5', 'a10', 'b5']);
  expect(timings).toEqual([timing('a', [100, 100]), timing('b', [200, 200])]);
});
