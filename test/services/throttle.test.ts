import { expect, it } from 'vitest';
import { throttleLatest } from '../../src-main/services/throttle.js';

it('lets at most one value through an interval, and the latest wins', () => {
  let now = 0;
  const seen: number[] = [];
  const throttled = throttleLatest<number>(
    value => seen.push(value),
    100,
    () => now,
  );
  for (const [at, value] of [
    [0, 1],
    [10, 2],
    [99, 3],
    [100, 4],
    [150, 5],
  ] as const) {
    now = at;
    throttled.push(value);
  }
  expect(seen).toEqual([1, 4]);
  throttled.flush();
  expect(seen).toEqual([1, 4, 5]);
});

it('has nothing to flush when the last value went through', () => {
  const seen: number[] = [];
  const throttled = throttleLatest<number>(
    value => seen.push(value),
    100,
    () => 0,
  );
  throttled.push(1);
  throttled.flush();
  throttled.flush();
  expect(seen).toEqual([1]);
});
