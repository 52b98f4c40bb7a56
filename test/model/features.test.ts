import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PHASES } from '../../src-main/model/batch-layout.js';
import {
  PHASE_BLOCKS,
  RELATIVE_PERIODS,
  TIMESTAMP_PERIODS,
  writeSequenceFeatures,
} from '../../src-main/model/features.js';
import type { ActionColumns } from '../../src-main/model/sequence.js';

function columnsAt(atMs: number[]): ActionColumns {
  return {
    offsets: Uint32Array.of(0, atMs.length),
    pin: new Int32Array(atMs.length),
    atMs: Float64Array.from(atMs),
    type: Uint8Array.from(atMs, (_, i) => i + 1),
    surface: Uint8Array.from(atMs, (_, i) => 2 * i),
    durationSeconds: Float32Array.from(atMs, (_, i) => (i === 0 ? 0 : Math.E - 1)),
  };
}

function targetOf(users: number, length: number) {
  return {
    type: new Int32Array(users * length).fill(9),
    surface: new Int32Array(users * length).fill(9),
    scalars: new Float32Array(users * length * 4).fill(9),
    phases: new Float32Array(users * length * 2 * PHASES).fill(9),
    count: new Int32Array(users).fill(9),
  };
}

describe('time features', () => {
  test('three actions stand in the last columns with their times in seconds', () => {
    // Actions 1, 2 and 4 of the timeline, at 100 s, 160 s and 1,000 s.
    const columns = columnsAt([0, 100_000, 160_000, 500_000, 1_000_000]);
    const target = targetOf(2, 4);
    writeSequenceFeatures(columns, Int32Array.of(1, 2, 4), 3, 4, 1, target);
    expect([...target.type]).toEqual([9, 9, 9, 9, 0, 2, 3, 5]);
    expect([...target.surface]).toEqual([9, 9, 9, 9, 0, 2, 4, 8]);
    expect([...target.count]).toEqual([9, 3]);
    const scalars = (column: number) => [
      ...target.scalars.subarray(16 + 4 * column, 20 + 4 * column),
    ];
    expect(scalars(0)).toEqual([0, 0, 0, 0]);
    // log1p of duration, timestamp, time since the latest action, gap to the one before.
    expect(scalars(1)).toEqual([1, Math.log(101), Math.log(901), 0].map(Math.fround));
    expect(scalars(2)).toEqual([1, Math.log(161), Math.log(841), Math.log(61)].map(Math.fround));
    expect(scalars(3)).toEqual([1, Math.log(1001), 0, Math.log(841)].map(Math.fround));
    expect([...target.phases.subarray(4 * 152, 5 * 152)]).toEqual(Array(152).fill(0));
    const phase = (column: number, i: number) => target.phases[(4 + column) * 152 + i]!;
    // 160 s in a period of 900 s; 840 s since the latest and a gap of 60 s in their first period, 1 s.
    expect(phase(2, 0)).toBeCloseTo(Math.cos((2 * Math.PI * 160) / 900), 6);
    expect(phase(2, PHASES)).toBeCloseTo(Math.sin((2 * Math.PI * 160) / 900), 6);
    expect(phase(2, PHASE_BLOCKS.sinceLatest.first + 31)).toBeCloseTo(
      Math.cos((2 * Math.PI * 840) / 2_419_200),
      6,
    );
    expect(phase(2, PHASES + PHASE_BLOCKS.gap.first + 31)).toBeCloseTo(
      Math.sin((2 * Math.PI * 60) / 2_419_200),
      6,
    );
  });

  test('periods are those of the paper: quarter hours to a year, and 32 from a second to four weeks', () => {
    expect(TIMESTAMP_PERIODS).toEqual([
      900, 1800, 2700, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 604_800, 2_419_200, 31_536_000,
    ]);
    expect(RELATIVE_PERIODS).toHaveLength(32);
    expect(RELATIVE_PERIODS[0]).toBe(1);
    expect(RELATIVE_PERIODS[31]).toBeCloseTo(28 * 86_400, 6);
    const ratio = RELATIVE_PERIODS[1]! / RELATIVE_PERIODS[0]!;
    expect(RELATIVE_PERIODS[17]! / RELATIVE_PERIODS[16]!).toBeCloseTo(ratio, 9);
  });

  test('phases of today keep six digits, down to the quarter hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), atMs => {
        const target = targetOf(1, 1);
        writeSequenceFeatures(columnsAt([atMs]), Int32Array.of(0), 1, 1, 0, target);
        TIMESTAMP_PERIODS.forEach((period, i) => {
          const angle = (2 * Math.PI * (atMs % (period * 1000))) / (period * 1000);
          expect(Math.abs(target.phases[i]! - Math.cos(angle))).toBeLessThan(1e-6);
          expect(Math.abs(target.phases[PHASES + i]! - Math.sin(angle))).toBeLessThan(1e-6);
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('an empty sequence writes zeros and a count of 0', () => {
    const target = targetOf(1, 2);
    writeSequenceFeatures(columnsAt([5]), new Int32Array(0), 0, 2, 0, target);
    expect([...target.count]).toEqual([0]);
    expect(target.phases.every(value => value === 0)).toBe(true);
    expect(target.scalars.every(value => value === 0)).toBe(true);
  });
});
