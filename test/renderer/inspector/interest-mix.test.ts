import { expect, test } from 'vitest';
import { interestMix } from '../../../src-renderer/inspector/interest-mix.js';

const timeline = {
  atMs: Float64Array.of(10, 20, 30, 40, 50),
  interest: Int16Array.of(0, 1, 1, -1, 0),
  interests: [
    { name: 'boats', share: 0.4 },
    { name: 'bread', share: 0.4 },
  ],
};

test('interests of what was done before the playhead, most frequent first', () => {
  expect(interestMix(timeline, 50)).toEqual({
    actions: 4,
    shares: [
      { place: 1, name: 'bread', share: 0.5 },
      { place: -1, name: 'no interest', share: 0.25 },
      { place: 0, name: 'boats', share: 0.25 },
    ],
  });
});

test('only the newest sixty count, and before the first action none', () => {
  const long = {
    ...timeline,
    atMs: Float64Array.from({ length: 100 }, (_, i) => i),
    interest: Int16Array.from({ length: 100 }, (_, i) => (i < 40 ? 0 : 1)),
  };
  expect(interestMix(long, 100)).toEqual({
    actions: 60,
    shares: [{ place: 1, name: 'bread', share: 1 }],
  });
  expect(interestMix(timeline, 10)).toEqual({ actions: 0, shares: [] });
});
