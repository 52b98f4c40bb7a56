import { describe, expect, test } from 'vitest';
import { sequenceBefore, sequenceRule } from '../../src-main/model/sequence.js';
import { tinyConfig, tinyData } from './fixture.js';

const DAY = 86_400_000;
/** User 0 has actions 0 and 1, user 1 actions 2 to 7. */
const columns = {
  offsets: Uint32Array.of(0, 2, 8),
  pin: new Int32Array(8),
  atMs: Float64Array.of(1, 2, 0, 200, 300, 400, 401, 500).map(day => day * DAY),
  type: Uint8Array.of(0, 0, 0, 1, 2, 0, 1, 2),
  surface: Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0),
  durationSeconds: new Float32Array(8),
};

function sequenceOf(user: number, end: number, config = {}, data = {}): number[] {
  const rule = sequenceRule(tinyConfig(config), { ...tinyData, ...data });
  const into = new Int32Array(rule.maxLength);
  const count = sequenceBefore(columns, rule, user, end, into);
  return [...into.subarray(0, count)];
}

describe('sequence of a user', () => {
  test('holds the last M actions before the end, oldest first, and nobody else’s', () => {
    expect(sequenceOf(1, 7, { sequenceLength: 3 })).toEqual([4, 5, 6]);
    expect(sequenceOf(0, 2)).toEqual([0, 1]);
    expect(sequenceOf(1, 2)).toEqual([]);
  });

  test('looks back 365 days from its newest action', () => {
    // Action 2 is 400 days older than action 5 and 300 days older than action 4.
    expect(sequenceOf(1, 6)).toEqual([3, 4, 5]);
    expect(sequenceOf(1, 5)).toEqual([2, 3, 4]);
    expect(sequenceOf(1, 8, { lookbackDays: 100 })).toEqual([5, 6, 7]);
  });

  test('leaves out types and surfaces outside the vocabulary without counting them', () => {
    expect(sequenceOf(1, 8, { sequenceLength: 2 }, { sequenceTypes: [0, 2] })).toEqual([5, 7]);
    expect(sequenceOf(1, 8, { sequenceLength: 2 }, { sequenceSurfaces: [0] })).toEqual([6, 7]);
    expect(sequenceOf(1, 8, {}, { sequenceTypes: [], sequenceSurfaces: [0] })).toEqual([]);
  });
});
