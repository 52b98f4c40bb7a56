import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { openDevice } from '../../src-main/compute/devices.js';
import { createExactIndex } from '../../src-main/retrieve/exact.js';
import type { PinLists } from '../../src-main/retrieve/pin-index.js';

const device = await openDevice('reference', {});
afterAll(() => device.dispose());

function lists(...rows: number[][]): PinLists {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + row.length;
  });
  return { offsets, pins: Int32Array.from(rows.flat()) };
}

/** Vectors on a coarse grid, so that products are exact and ties are frequent. */
function gridVectors(count: number, width: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: count * width }, () => (rng.int(5) - 2) / 4);
}

function product(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += a[i * width + d]! * b[j * width + d]!;
  return sum;
}

describe('createExactIndex', () => {
  test('returns the closest pins first and equal scores by ascending pin', async () => {
    // Four pins on the line; the query points along +x: scores 1, .5, 1, −1.
    const vectors = Float32Array.from([1, 0, 0.5, 0, 1, 0, -1, 0]);
    const index = createExactIndex(device, vectors, 4, 2);
    const top = await index.topK(Float32Array.from([1, 0]), 3);
    expect([...top.pins]).toEqual([0, 2, 1]);
    expect([...top.scores]).toEqual([1, 1, 0.5]);
  });

  test('leaves a slot at −1 where excluded pins exhaust the index', async () => {
    const index = createExactIndex(device, Float32Array.from([1, 0, 0.5, 0]), 2, 2);
    const top = await index.topK(Float32Array.from([1, 0]), 2, { exclude: lists([0]) });
    expect([...top.pins]).toEqual([1, -1]);
    expect(top.scores[1]).toBe(Number.NEGATIVE_INFINITY);
  });

  test('answers the same each time, whether copied tiles are kept or not', async () => {
    const rng = Rng.derive(6, 'resident');
    const vectors = gridVectors(90, 3, rng);
    const members = Int32Array.from({ length: 45 }, (_, i) => 2 * i);
    const queries = gridVectors(4, 3, rng);
    const plain = createExactIndex(device, vectors, 90, 3, { members });
    const resident = createExactIndex(device, vectors, 90, 3, { members, resident: true });
    const expected = await plain.topK(queries, 7);
    for (let time = 0; time < 2; time++) expect(await resident.topK(queries, 7)).toEqual(expected);
  });

  test('answers an empty index with nothing and counts nothing in it', async () => {
    const index = createExactIndex(device, new Float32Array(4), 2, 2, {
      members: new Int32Array(0),
    });
    expect([...(await index.topK(Float32Array.from([1, 0]), 1)).pins]).toEqual([-1]);
    const counts = await index.countAtLeastAsClose(Float32Array.from([1, 0]), lists([1]));
    expect([...counts.atLeast]).toEqual([0]);
  });

  test('counts a tie within 1e-6 against the target, but not the target itself', async () => {
    // Scores: target .5; pins .5 (tie), .5 + 5e-7 (tie), .5 − 5e-7 (tie), .6 (closer), .4.
    const vectors = Float32Array.from([0.5, 0.5, 0.5 + 5e-7, 0.5 - 5e-7, 0.6, 0.4]);
    const index = createExactIndex(device, vectors, 6, 1);
    const counts = await index.countAtLeastAsClose(Float32Array.from([1]), lists([0]));
    expect([...counts.atLeast]).toEqual([4]);
    expect([...counts.strictly]).toEqual([1]);
  });

  test('does not count excluded pins and ranks a target outside the index', async () => {
    const vectors = Float32Array.from([0.9, 0.8, 0.7, 0.6, 0.5]);
    const index = createExactIndex(device, vectors, 5, 1, { members: Int32Array.from([0, 1, 3]) });
    const counts = await index.countAtLeastAsClose(Float32Array.from([1]), lists([2, 4]), {
      exclude: lists([0]),
    });
    // Before pin 2 (.7): pin 1. Before pin 4 (.5): pins 1 and 3. Pin 0 is excluded.
    expect([...counts.atLeast]).toEqual([1, 2]);
  });

  test('counts a target without a finite score as a miss at every k', async () => {
    const index = createExactIndex(device, Float32Array.from([1, Number.NaN]), 2, 1, {
      members: Int32Array.from([0]),
    });
    const counts = await index.countAtLeastAsClose(Float32Array.from([1]), lists([1, 0]));
    expect([...counts.atLeast]).toEqual([0x7fffffff, 0]);
  });

  const cases = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    count: fc.integer({ min: 1, max: 2500 }),
    width: fc.integer({ min: 1, max: 6 }),
    queries: fc.integer({ min: 1, max: 20 }),
    k: fc.integer({ min: 1, max: 12 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test('equals brute force for any index, exclusions and k', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, count, width, queries, k, share }) => {
        const rng = Rng.derive(seed, 'exact');
        const vectors = gridVectors(count, width, rng);
        const q = gridVectors(queries, width, rng);
        const members = Int32Array.from({ length: count }, (_, i) => i).filter(
          () => rng.uniform() >= share / 2,
        );
        const exclude = lists(
          ...Array.from({ length: queries }, () =>
            Array.from({ length: rng.int(8) }, () => rng.int(count)),
          ),
        );
        const resident = count % 2 === 0;
        const index = createExactIndex(device, vectors, count, width, { members, resident });
        const top = await index.topK(q, k, { exclude });
        for (let i = 0; i < queries; i++) {
          const left = new Set(exclude.pins.subarray(exclude.offsets[i]!, exclude.offsets[i + 1]!));
          const expected = [...members]
            .filter(pin => !left.has(pin))
            .map(pin => ({ pin, score: product(q, i, vectors, pin, width) }))
            .sort((a, b) => b.score - a.score || a.pin - b.pin)
            .slice(0, k);
          expect([...top.pins.subarray(i * k, i * k + expected.length)]).toEqual(
            expected.map(e => e.pin),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test('counts as brute force does, whatever is excluded', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, count, width, queries, share }) => {
        const rng = Rng.derive(seed, 'count');
        const vectors = gridVectors(count, width, rng);
        const q = gridVectors(queries, width, rng);
        const members = Int32Array.from({ length: count }, (_, i) => i).filter(
          () => rng.uniform() >= share / 2,
        );
        const some = () =>
          lists(
            ...Array.from({ length: queries }, () =>
              Array.from({ length: rng.int(6) }, () => rng.int(count)),
            ),
          );
        const targets = some();
        const exclude = some();
        const index = createExactIndex(device, vectors, count, width, { members });
        const counts = await index.countAtLeastAsClose(q, targets, { exclude });
        for (let i = 0; i < queries; i++) {
          const left = new Set(exclude.pins.subarray(exclude.offsets[i]!, exclude.offsets[i + 1]!));
          for (let j = targets.offsets[i]!; j < targets.offsets[i + 1]!; j++) {
            const target = targets.pins[j]!;
            const score = product(q, i, vectors, target, width);
            const others = [...members].filter(pin => pin !== target && !left.has(pin));
            const scores = others.map(pin => product(q, i, vectors, pin, width));
            expect(counts.atLeast[j]).toBe(scores.filter(s => s >= score - 1e-6).length);
            expect(counts.strictly[j]).toBe(scores.filter(s => s > score + 1e-6).length);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('searches an index of several tiles, some with gaps, as brute force does', async () => {
    const rng = Rng.derive(13, 'tiles');
    const count = 20_000;
    const vectors = gridVectors(count, 3, rng);
    // The first tile lies whole in the table, the later ones do not.
    const members = Int32Array.from({ length: count }, (_, i) => i).filter(
      pin => pin < 9000 || pin % 3 > 0,
    );
    const queries = gridVectors(2, 3, rng);
    const exclude = lists([0, 1, 2, 9001], [15_001]);
    const targets = lists([5, 9000], [19_999, 19_998]);
    const index = createExactIndex(device, vectors, count, 3, { members });
    const top = await index.topK(queries, 20, { exclude });
    const counts = await index.countAtLeastAsClose(queries, targets, { exclude });
    for (let i = 0; i < 2; i++) {
      const left = new Set(exclude.pins.subarray(exclude.offsets[i]!, exclude.offsets[i + 1]!));
      const allowed = [...members].filter(pin => !left.has(pin));
      const scoreOf = (pin: number) => product(queries, i, vectors, pin, 3);
      const best = [...allowed].sort((a, b) => scoreOf(b) - scoreOf(a) || a - b).slice(0, 20);
      expect([...top.pins.subarray(i * 20, (i + 1) * 20)]).toEqual(best);
      for (let j = targets.offsets[i]!; j < targets.offsets[i + 1]!; j++) {
        const target = targets.pins[j]!;
        const closer = allowed.filter(pin => pin !== target && scoreOf(pin) >= scoreOf(target));
        expect(counts.atLeast[j]).toBe(closer.length);
      }
    }
  });

  test('does not take a part of an index for a stretch of the table as long as a tile', async () => {
    // 1025 members make a tile of 2048; they span rows 0 … 2047, so first and last are a tile apart.
    const members = Int32Array.from({ length: 1025 }, (_, i) => (i < 1024 ? i : 2047));
    const vectors = Float32Array.from({ length: 2048 }, (_, i) => (i === 1500 ? 9999 : i));
    const index = createExactIndex(device, vectors, 2048, 1, { members });
    const top = await index.topK(Float32Array.of(1), 2);
    expect([...top.pins]).toEqual([2047, 1023]);
  });

  test('finds the same pins when the table is permuted', async () => {
    const rng = Rng.derive(7, 'permutation');
    const count = 200;
    const width = 8;
    const vectors = Float32Array.from({ length: count * width }, () => rng.normal());
    const order = rng.shuffle(Int32Array.from({ length: count }, (_, i) => i));
    const permuted = new Float32Array(vectors.length);
    order.forEach((pin, row) => {
      permuted.set(vectors.subarray(pin * width, (pin + 1) * width), row * width);
    });
    const queries = Float32Array.from({ length: 5 * width }, () => rng.normal());
    const direct = await createExactIndex(device, vectors, count, width).topK(queries, 10);
    const shuffled = await createExactIndex(device, permuted, count, width).topK(queries, 10);
    expect([...shuffled.pins].map(row => order[row]!)).toEqual([...direct.pins]);
  });
});
