import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StringColumn } from '../../../src-main/data/columns.js';
import {
  fillFromContent,
  type PinContent,
} from '../../../src-main/data/pin-features/content-fill.js';

function strings(values: readonly string[]): StringColumn {
  return {
    length: values.length,
    at: index => values[index]!,
    indexOf: value => values.indexOf(value),
  };
}

interface Pin {
  readonly title: string;
  readonly interests?: readonly number[];
  readonly firstAtMs?: number;
}

function contentOf(pins: readonly Pin[]): PinContent {
  const interestOffsets = new Uint32Array(pins.length + 1);
  pins.forEach((pin, i) => {
    interestOffsets[i + 1] = interestOffsets[i]! + (pin.interests?.length ?? 0);
  });
  return {
    count: pins.length,
    titles: strings(pins.map(pin => pin.title)),
    interestOffsets,
    interests: Int32Array.from(pins.flatMap(pin => pin.interests ?? [])),
    interestNames: ['food', 'parks'],
    firstAtMs: Float64Array.from(pins, pin => pin.firstAtMs ?? 0),
  };
}

describe('filling from content', () => {
  // Pins 0 and 1 have vectors; 2 is a pizza like 0, 3 is a park like 1, 4 is like nothing.
  const content = contentOf([
    { title: "Joe's Pizza", interests: [0] },
    { title: 'Bryant Park', interests: [1] },
    { title: 'Pizza Suprema' },
    { title: 'Elsewhere', interests: [1] },
    { title: 'Unheard-of' },
    { title: 'Pizza Later', firstAtMs: 11 },
  ]);
  const vectors = {
    values: Float32Array.of(1, 0, 0, 1, ...new Array<number>(8).fill(0)),
    known: Uint8Array.of(1, 1, 0, 0, 0, 0),
  };

  test('a pin takes the vector of its words, unless it comes later or has no known word', () => {
    const filled = fillFromContent(vectors, content, { untilMs: 10, seed: 1, ownPart: 0 });
    expect([...filled.known]).toEqual([1, 1, 1, 1, 0, 0]);
    expect([...filled.values]).toEqual([1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0]);
    expect([...vectors.known]).toEqual([1, 1, 0, 0, 0, 0]);
  });

  test('rarer words weigh more', () => {
    // "park" stands on two pins with vectors, "pizza" on one.
    const mixed = fillFromContent(
      {
        values: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 0),
        known: Uint8Array.of(1, 1, 1, 0),
      },
      contentOf([
        { title: 'pizza' },
        { title: 'park' },
        { title: 'park' },
        { title: 'pizza park' },
      ]),
      { untilMs: 10, seed: 1, ownPart: 0 },
    );
    const pizza = Math.log(1 + 3 / 1) / 3;
    const park = (2 * Math.log(1 + 3 / 2)) / 4;
    const length = Math.hypot(pizza, park);
    expect(mixed.values[6]).toBeCloseTo(pizza / length, 6);
    expect(mixed.values[7]).toBeCloseTo(park / length, 6);
  });

  test('two filled pins of equal content differ by their own parts, reproducibly', () => {
    fc.assert(
      fc.property(fc.nat(1e6), seed => {
        const width = 16;
        const values = new Float32Array(3 * width);
        values[0] = 1;
        const twins = contentOf([{ title: 'pizza' }, { title: 'pizza' }, { title: 'pizza' }]);
        const fill = () =>
          fillFromContent({ values, known: Uint8Array.of(1, 0, 0) }, twins, { untilMs: 1, seed });
        const filled = fill();
        const dot = (a: number, b: number) => {
          let sum = 0;
          for (let k = 0; k < width; k++)
            sum += filled.values[a * width + k]! * filled.values[b * width + k]!;
          return sum;
        };
        expect(dot(1, 1)).toBeCloseTo(1, 5);
        expect(dot(1, 2)).toBeLessThan(0.99);
        expect(fill()).toEqual(filled);
      }),
    );
  });

  test('nothing known fills nothing', () => {
    const none = { values: new Float32Array(12), known: new Uint8Array(6) };
    expect(fillFromContent(none, content, { untilMs: 10, seed: 1 })).toEqual(none);
  });
});
