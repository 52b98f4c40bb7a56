import { expect, test } from 'vitest';
import { keepsArena } from '../../src-main/compute/arena.js';

test('memory is kept between runs by programs whose values are at most 3 GB together', () => {
  const values = (count: number) =>
    new Map(Array.from({ length: count }, (_, i) => [`v${i}`, { shape: [1000, 25_000] }] as const));
  expect(keepsArena(new Map())).toBe(true);
  // 100 MB each.
  expect(keepsArena(values(30))).toBe(true);
  expect(keepsArena(values(31))).toBe(false);
});
