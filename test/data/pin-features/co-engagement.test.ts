import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coEngagementFeatures } from '../../../src-main/data/pin-features.js';
import { inOrder, timelinesOf } from './timelines-of.js';

const timelines = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 100 })), {
    maxLength: 12,
  }),
  { minLength: 1, maxLength: 6 },
);

const ascending = (actions: [number, number][]) => actions.toSorted((a, b) => a[1] - b[1]);

describe('co-engagement features', () => {
  test('put pins that are engaged together closer than pins that are not', () => {
    const users = [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
      [3, 4, 5],
      [4, 5, 3],
      [5, 3, 4],
    ]; // prettier-ignore
    const { values, known } = coEngagementFeatures(inOrder(users), 7, {
      users: new Uint8Array(6).fill(1),
      untilMs: 10,
      width: 4,
      seed: 1,
    });
    const dot = (a: number, b: number) => {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += values[a * 4 + k]! * values[b * 4 + k]!;
      return sum;
    };
    expect([...known]).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(dot(0, 0)).toBeCloseTo(1, 6);
    expect(dot(0, 1)).toBeGreaterThan(dot(0, 3) + 0.3);
    expect(dot(4, 5)).toBeGreaterThan(dot(4, 2) + 0.3);
  });

  test('change by nothing after t and by no user outside the mask', () => {
    fc.assert(
      fc.property(timelines, timelines, fc.integer({ min: 0, max: 100 }), (train, others, t) => {
        const before = train.map(actions => ascending(actions).filter(a => a[1] <= t));
        const options = { untilMs: t, width: 3, seed: 5, window: 3 };
        const bare = coEngagementFeatures(timelinesOf(before), 8, {
          ...options,
          users: new Uint8Array(before.length).fill(1),
        });
        const full = [...train, ...others].map(ascending);
        const mask = new Uint8Array(full.length).fill(1, 0, train.length);
        expect(coEngagementFeatures(timelinesOf(full), 8, { ...options, users: mask })).toEqual(
          bare,
        );
      }),
    );
  });

  test('are length 1 where known and 0 where not, and the same bits each time', () => {
    fc.assert(
      fc.property(timelines, fc.nat(1000), (users, seed) => {
        const options = {
          users: new Uint8Array(users.length).fill(1),
          untilMs: 80,
          width: 5,
          seed,
        };
        const sorted = timelinesOf(users.map(ascending));
        const features = coEngagementFeatures(sorted, 8, options);
        for (let pin = 0; pin < 8; pin++) {
          const row = features.values.subarray(pin * 5, pin * 5 + 5);
          const length = Math.sqrt(row.reduce((s, v) => s + v * v, 0));
          expect(length).toBeCloseTo(features.known[pin]!, 5);
        }
        expect(coEngagementFeatures(sorted, 8, options)).toEqual(features);
      }),
    );
  });

  test('without any usable action every pin is unknown', () => {
    const features = coEngagementFeatures(inOrder([[0, 1]]), 2, {
      users: new Uint8Array(1),
      untilMs: 10,
      width: 2,
      seed: 1,
    });
    expect(features).toEqual({ values: new Float32Array(4), known: new Uint8Array(2) });
  });

  test('an impossible width or window is refused with the value', () => {
    const options = { users: new Uint8Array(1), untilMs: 10, seed: 1 };
    const line = inOrder([[0]]);
    expect(() => coEngagementFeatures(line, 1, { ...options, width: 0 })).toThrow('width of 0');
    expect(() => coEngagementFeatures(line, 1, { ...options, width: 2, window: 1.5 })).toThrow(
      'window of 1.5',
    );
  });
});
