import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hash128, Rng } from '../../src-main/base/rng.js';

const draws = (rng: Rng, count: number) => Array.from({ length: count }, () => rng.uint32());

describe('derived streams', () => {
  test('the same seed and labels give the same stream', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.oneof(fc.string(), fc.integer())), (seed, labels) => {
        expect(draws(Rng.derive(seed, ...labels), 5)).toEqual(
          draws(Rng.derive(seed, ...labels), 5),
        );
      }),
    );
  });

  test('a label counts by its type and its place, and joined labels are not the same', () => {
    const streams = [
      Rng.derive(7),
      Rng.derive(8),
      Rng.derive(7, 1),
      Rng.derive(7, '1'),
      Rng.derive(7, 'a', 'b'),
      Rng.derive(7, 'b', 'a'),
      Rng.derive(7, 'ab'),
    ].map(rng => draws(rng, 2).join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  test('the stream of a seed never changes: runs of earlier versions must be reproducible', () => {
    expect(draws(Rng.derive(42, 'batch', 3), 4)).toMatchInlineSnapshot(`
      [
        17822621,
        2675211706,
        243478838,
        1801919293,
      ]
    `);
  });
});

describe('state', () => {
  test('a restored generator goes on where the saved one stood', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(100), (seed, skipped) => {
        const rng = Rng.derive(seed, 'state');
        draws(rng, skipped);
        const restored = Rng.fromState(rng.state());
        expect(draws(restored, 20)).toEqual(draws(rng, 20));
      }),
    );
  });

  test('a state that is cut short is refused', () => {
    expect(() => Rng.fromState([1, 2, 3])).toThrow(
      'internal: a generator state has 4 words, got 3',
    );
  });
});

describe('distributions', () => {
  test('uniform stays in [0, 1) and has the mean and variance of the uniform distribution', () => {
    const rng = Rng.derive(1, 'uniform');
    const values = Array.from({ length: 20_000 }, () => rng.uniform());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(variance(values)).toBeCloseTo(1 / 12, 2);
  });

  test('int(n) stays below n and reaches each value about equally often', () => {
    const rng = Rng.derive(2, 'int');
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) {
      const value = rng.int(6);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 5 degrees of freedom, p = 0.001
  });

  test('int refuses a range that is empty or wider than 32 bits', () => {
    const rng = Rng.derive(3);
    for (const n of [0, -1, Number.NaN, 2 ** 32 + 1]) expect(() => rng.int(n)).toThrow(RangeError);
    expect(rng.int(1)).toBe(0);
    expect(rng.int(2 ** 32)).toBeLessThan(2 ** 32);
  });

  test('normal has mean 0, variance 1 and the fourth moment of a normal distribution', () => {
    const rng = Rng.derive(4, 'normal');
    const values = Array.from({ length: 40_000 }, () => rng.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.02);
    expect(Math.abs(variance(values) - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(values.map(x => x ** 4)) - 3)).toBeLessThan(0.2);
  });
});

describe('shuffle', () => {
  test('a shuffle keeps every value and works in place on any array', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
        const shuffled = Rng.derive(seed).shuffle([...values]);
        expect(shuffled.toSorted()).toEqual(values.toSorted());
      }),
    );
    const column = Int32Array.of(1, 2, 3);
    expect(Rng.derive(5).shuffle(column)).toBe(column);
  });

  test('all six orders of three values come about equally often', () => {
    const rng = Rng.derive(6, 'shuffle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = rng.shuffle([0, 1, 2]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});

test('hash128 gives four 32-bit words that change in about half of their bits with the text', () => {
  const a = hash128('user 1');
  const b = hash128('user 2');
  const differing = a.reduce((sum, word, i) => sum + bits(word ^ (b[i] ?? 0)), 0);
  expect(differing).toBeGreaterThan(40);
  expect(differing).toBeLessThan(88);
  for (const word of a) expect(word).toBe(word >>> 0);
});

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

function variance(values: readonly number[]): number {
  const center = mean(values);
  return mean(values.map(x => (x - center) ** 2));
}

function bits(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
}
