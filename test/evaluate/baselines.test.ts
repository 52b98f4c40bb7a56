import { describe, expect, test } from 'vitest';
import { mostVisitedScorer } from '../../src-main/evaluate/baselines/most-visited.js';
import {
  lastN,
  normalisedRows,
  pinMeanQueries,
  recencyWeight,
} from '../../src-main/evaluate/baselines/pin-means.js';
import { popularityScores } from '../../src-main/evaluate/baselines/popularity.js';
import { tinyTimelines } from './tiny-timelines.js';

const DAY = 86_400_000;
const t = 100 * DAY;

describe('popularity', () => {
  test('counts positive engagements of training users in (t − 28 d, t], and nothing else', () => {
    const timelines = tinyTimelines(
      [
        { pin: 0, atMs: t - 28 * DAY }, // too old by a millisecond
        { pin: 1, atMs: t - 28 * DAY + 1 },
        { pin: 1, atMs: t - 5, positive: false },
        { pin: 2, atMs: t },
        { pin: 2, atMs: t },
        { pin: 3, atMs: t + 1 }, // after t
      ],
      [{ pin: 3, atMs: t - 1 }], // not a training user
    );
    const scores = popularityScores(timelines, {
      pins: 4,
      isTrainingUser: Uint8Array.of(1, 0),
      atMs: t,
    });
    expect([...scores]).toEqual([0, 1 / 3, 2 / 3, 0]);
  });

  test('is 0 everywhere when nothing was engaged with', () => {
    const scores = popularityScores(tinyTimelines([]), {
      pins: 2,
      isTrainingUser: Uint8Array.of(1),
      atMs: t,
    });
    expect([...scores]).toEqual([0, 0]);
  });
});

describe('own most-visited pins', () => {
  test('counts visits before the state’s end and lets popularity decide between equals', () => {
    const timelines = tinyTimelines([
      { pin: 2, atMs: 1 },
      { pin: 1, atMs: 2 },
      { pin: 2, atMs: 3 },
      { pin: 0, atMs: 4 },
      { pin: 3, atMs: 5 },
    ]);
    const popularity = Float64Array.of(0.5, 0.25, 0, 0.75);
    const scorer = mostVisitedScorer(timelines, popularity, {
      users: Int32Array.of(0),
      ends: Uint32Array.of(4),
    });
    expect([...scorer.ownScores(0)]).toEqual([
      [2, 2],
      [1, 1.25],
      [0, 1.5],
    ]);
    expect(scorer.base[3]).toBe(0.75);
  });
});

describe('pin means', () => {
  const timelines = tinyTimelines([
    { pin: 0, atMs: 1 },
    { pin: 1, atMs: 2 },
    { pin: 2, atMs: 3 },
  ]);
  const features = {
    values: Float32Array.of(1, 0, 0, 1, 9, 9),
    known: Uint8Array.of(1, 1, 0),
    width: 2,
  };
  const states = { users: Int32Array.of(0, 0, 0), ends: Uint32Array.of(3, 1, 0) };

  test('average the newest known pins and leave a state without any at zero', () => {
    const queries = pinMeanQueries(timelines, features, states, lastN(2));
    const half = Math.SQRT1_2;
    expect([...queries]).toEqual([half, half, 1, 0, 0, 0].map(Math.fround));
  });

  test('with n = 1 are the last known pin', () => {
    expect([...pinMeanQueries(timelines, features, states, lastN(1)).subarray(0, 2)]).toEqual([
      0, 1,
    ]);
  });

  test('weigh an older pin less under recency', () => {
    const [older, newer] = pinMeanQueries(timelines, features, states, recencyWeight);
    expect(older! / newer!).toBeCloseTo(0.9, 6);
  });

  test('normalise rows and keep zero rows', () => {
    expect([...normalisedRows(Float32Array.of(3, 4, 0, 0), 2)]).toEqual(
      [0.6, 0.8, 0, 0].map(Math.fround),
    );
  });
});
