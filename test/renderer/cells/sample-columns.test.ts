import { expect, test } from 'vitest';
import type { ProfileOutput } from '../../../src-main/contract/outputs.js';
import {
  brushed,
  medianOf,
  sampleColumns,
} from '../../../src-renderer/cells/profile/sample-columns.js';

const DAY_MS = 86_400_000;
const sample: ProfileOutput['sample'] = {
  users: ['ann', 'bob', 'cid', 'dan'],
  actions: Int32Array.of(2, 10, 40, 10),
  activeDays: Int32Array.of(1, 5, 10, 0),
  medianGapSeconds: Float32Array.of(0, 60, 3600, Number.NaN),
  repeatShare: Float32Array.of(0, 0.5, 1, 0.25),
  lastAtMs: Float64Array.of(0, DAY_MS, 2 * DAY_MS, 2 * DAY_MS),
};
// Of an output the columns read the sample alone.
const columns = sampleColumns({ sample } as ProfileOutput);
const named = (name: string) => columns.find(column => column.name === name)!;

test('a user without active days has no mean of a day, and a gap of nothing stands at a second', () => {
  // The busiest is counted in the last bin, which is that of the 98th of a hundred: here the second of three.
  expect([...named('perActiveDay').values]).toEqual([2, 2, 2, Number.NaN]);
  expect([...named('gap').values]).toEqual([1, 60, 3600, Number.NaN]);
});

test('brushes keep those within all of them', () => {
  const kept = brushed(columns, { actions: [5, 50], repeat: [0.4, 1] });
  expect([...kept.keep]).toEqual([0, 1, 1, 0]);
  expect(kept.users).toBe(2);
  expect(medianOf(named('actions').values, kept.keep)).toBe(25);
});

test('of chosen users alone, those are kept that the brushes keep too', () => {
  const members = Uint8Array.of(1, 0, 1, 1);
  expect([...brushed(columns, {}, members).keep]).toEqual([1, 0, 1, 1]);
  const kept = brushed(columns, { actions: [5, 20] }, members);
  expect([...kept.keep]).toEqual([0, 0, 0, 1]);
  expect(kept.counts.actions?.reduce((sum, count) => sum + count, 0)).toBe(1);
});
