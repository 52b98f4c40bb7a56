import { describe, expect, test } from 'vitest';
import type { Dataset, PinTable, StringColumn } from '../../src-main/data/columns.js';
import { pinFeaturesFor } from '../../src-main/data/pin-features.js';
import { timelinesOf } from './pin-features/timelines-of.js';

function strings(values: readonly string[]): StringColumn {
  return {
    length: values.length,
    at: index => values[index]!,
    indexOf: value => values.indexOf(value),
  };
}

/** Users 0 and 1 train; user 2 does not. Pin 3 is only user 2's, pin 4 comes late, pin 5 never. */
function datasetOf(embeddings?: Float32Array): Dataset {
  const timelines = timelinesOf([
    [
      [0, 1],
      [1, 2],
      [4, 20],
    ],
    [
      [1, 1],
      [2, 2],
    ],
    [
      [3, 3],
      [0, 4],
    ],
  ]);
  const pins: PinTable = {
    count: 6,
    embeddingWidth: embeddings ? 2 : 0,
    embeddings: embeddings ?? new Float32Array(0),
    interestOffsets: new Uint32Array(7),
    interests: new Int32Array(0),
    interestNames: [],
    firstAtMs: Float64Array.of(1, 1, 2, 3, 20, Number.POSITIVE_INFINITY),
    ids: strings(['a', 'b', 'c', 'd', 'e', 'f']),
    titles: strings(['corner bar', 'park', 'pier', 'corner cafe', 'corner', 'corner']),
  };
  return {
    name: 'tiny',
    folder: '/nowhere',
    contentHash: '',
    has: {
      type: false,
      surface: false,
      duration: false,
      time: true,
      embedding: embeddings !== undefined,
      interests: false,
      title: true,
    },
    actionTypes: [],
    surfaces: [],
    timelines,
    userIds: strings(['u', 'v', 'w']),
    pins,
    firstAtMs: 1,
    lastAtMs: 20,
  };
}

const options = { users: Uint8Array.of(1, 1, 0), untilMs: 10, seed: 1, width: 3 };

describe('pin features of a data set', () => {
  test('without embeddings come from co-engagement, and from titles where that says nothing', () => {
    const filled = pinFeaturesFor(datasetOf(), options);
    expect(filled).toMatchObject({ width: 3, source: 'coEngagement' });
    expect([...filled.known]).toEqual([1, 1, 1, 1, 0, 0]);
    const bare = pinFeaturesFor(datasetOf(), { ...options, content: 'off' });
    expect([...bare.known]).toEqual([1, 1, 1, 0, 0, 0]);
    expect([...filled.values.slice(0, 9)]).toEqual([...bare.values.slice(0, 9)]);
  });

  test('given embeddings are taken as they are, for pins that someone had met by t', () => {
    const embeddings = Float32Array.of(1, 2, 0, 0, 3, 4, 5, 6, 7, 8, 9, 1);
    const given = pinFeaturesFor(datasetOf(embeddings), options);
    expect(given).toMatchObject({ width: 2, source: 'given' });
    expect(given.values).toBe(embeddings);
    expect([...given.known]).toEqual([1, 0, 1, 1, 0, 0]);
    const made = pinFeaturesFor(datasetOf(embeddings), { ...options, source: 'coEngagement' });
    expect(made).toMatchObject({ width: 3, source: 'coEngagement' });
  });

  test('given embeddings that are not there are refused', () => {
    expect(() => pinFeaturesFor(datasetOf(), { ...options, source: 'given' })).toThrow(
      'no pin embeddings',
    );
  });
});
