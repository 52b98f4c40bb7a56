import { describe, expect, test } from 'vitest';
import { Rng } from '../../../src-main/base/rng.js';
import { AliasTables } from '../../../src-main/data/world/alias-tables.js';
import { buildCatalogue } from '../../../src-main/data/world/catalogue.js';
import { worldConfig } from '../../../src-main/data/world/config.js';
import { leafName, pinTitle } from '../../../src-main/data/world/pin-text.js';

const config = worldConfig({}, 'tiny');
const catalogue = buildCatalogue(config);

describe('catalogue of a world', () => {
  test('pins have length 1 and stand nearer to pins of their leaf than to others', () => {
    const { embeddings, width, leaf, secondLeaf } = catalogue;
    const dot = (a: number, b: number) => {
      let sum = 0;
      for (let k = 0; k < width; k++)
        sum += embeddings[a * width + k]! * embeddings[b * width + k]!;
      return sum;
    };
    const sums = { same: [0, 0], other: [0, 0] };
    for (let a = 0; a < 300; a++) {
      expect(dot(a, a)).toBeCloseTo(1, 5);
      for (let b = 0; b < a; b++) {
        if (secondLeaf[a]! >= 0 || secondLeaf[b]! >= 0) continue;
        const kind = leaf[a] === leaf[b] ? sums.same : sums.other;
        kind[0]! += dot(a, b);
        kind[1]! += 1;
      }
    }
    // ⟨centre, centre⟩ / (1 + .7²) = .67 within a leaf.
    expect(sums.same[0]! / sums.same[1]!).toBeGreaterThan(0.6);
    expect(sums.other[0]! / sums.other[1]!).toBeLessThan(0.3);
  });

  test('a fifth is born during the history and a fifth has two leaves', () => {
    const born = catalogue.bornAtMs.filter(at => at > Number.NEGATIVE_INFINITY);
    const end = config.startMs + config.days * 86_400_000;
    expect(born.length / config.pins).toBeGreaterThan(0.15);
    expect(born.length / config.pins).toBeLessThan(0.25);
    expect(born.every(at => at >= config.startMs && at < end)).toBe(true);
    const two = catalogue.secondLeaf.filter(leaf => leaf >= 0).length / config.pins;
    expect(two).toBeGreaterThan(0.15);
    expect(two).toBeLessThan(0.25);
  });

  test('popularity holds each rank once, and members of leaves are what the pins say', () => {
    const expected = Float64Array.from({ length: config.pins }, (_, rank) => (1 + rank) ** -0.6);
    expect(catalogue.popularity.toSorted().reverse()).toEqual(expected);
    const { leafFirst, leafPins, leaf, secondLeaf } = catalogue;
    for (let l = 0; l < catalogue.leafCount; l++) {
      const pins = [...leafPins.subarray(leafFirst[l], leafFirst[l + 1])];
      const own: number[] = [];
      for (let pin = 0; pin < config.pins; pin++)
        if (leaf[pin] === l || secondLeaf[pin] === l) own.push(pin);
      expect(pins).toEqual(own);
    }
  });

  test('titles and interests can be read, also past the written vocabulary', () => {
    const wide = worldConfig({ topics: 14, leavesPerTopic: 10, pins: 50 });
    expect(leafName(wide, 0)).toBe('Home decor / floating shelves');
    expect(leafName(wide, 129)).toBe('Home decor 2 / gallery walls 2');
    for (let pin = 0; pin < 50; pin++)
      expect(pinTitle(wide, buildCatalogue(wide), pin)).toMatch(/^[A-Z][\w-]+( [\w-]+){3,12}$/);
  });
});

describe('alias tables', () => {
  test('draw members in proportion to their weights within a group', () => {
    const tables = new AliasTables(Uint32Array.of(0, 1, 4), Float64Array.of(9, 1, 2, 5));
    const rng = Rng.derive(1, 'alias');
    const counts = new Float64Array(4);
    for (let i = 0; i < 8000; i++) counts[tables.draw(rng, 1)]! += 1;
    expect(counts[0]).toBe(0);
    expect(tables.draw(rng, 0)).toBe(0);
    // Chi-square with 2 degrees of freedom stays below 20 but once in 20,000 seeds.
    const square = [1, 2, 5].reduce((s, w, i) => {
      const wanted = (8000 * w) / 8;
      return s + (counts[i + 1]! - wanted) ** 2 / wanted;
    }, 0);
    expect(square).toBeLessThan(20);
  });
});

describe('config of a world', () => {
  test('wrong parameters are named with their value or the nearest name', () => {
    expect(() => worldConfig({ sesionShare: 0.5 })).toThrow('sesionShare');
    try {
      worldConfig({ sesionShare: 0.5 });
    } catch (error) {
      expect((error as { remedy: string }).remedy).toContain('sessionShare');
    }
    expect(() => worldConfig({ users: -3 })).toThrow('users = -3 is not possible');
    expect(() => worldConfig({ minLongTermLeaves: 9 })).toThrow('must not exceed');
  });

  test('sizes by name fill in the defaults', () => {
    expect(worldConfig({}, 'small')).toMatchObject({ users: 3000, pins: 6000, sessionShare: 0.7 });
    expect(worldConfig({ users: 5 }, 'tiny')).toMatchObject({ users: 5, pins: 1500 });
  });
});
