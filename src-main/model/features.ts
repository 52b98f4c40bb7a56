import { PHASES, SCALARS } from './batch-layout.js';
import type { ActionColumns } from './sequence.js';

const HOUR = 3_600;
const DAY = 86_400;
const FOUR_WEEKS = 28 * DAY;

/** Periods of the absolute timestamp, seconds (PinnerFormer A.1). */
export const TIMESTAMP_PERIODS: readonly number[] = [
  ...[0.25, 0.5, 0.75, 1, 2, 4, 8, 16].map(hours => hours * HOUR),
  ...[1, 7, 28, 365].map(days => days * DAY),
];
/** 32 periods, evenly spaced on a log scale from one second to four weeks, seconds (A.1). */
export const RELATIVE_PERIODS: readonly number[] = Array.from(
  { length: 32 },
  (_, i) => FOUR_WEEKS ** (i / 31),
);

/** First column of each time feature within the 76 phases, and how many it has. */
export const PHASE_BLOCKS = {
  timestamp: { first: 0, count: TIMESTAMP_PERIODS.length },
  sinceLatest: { first: TIMESTAMP_PERIODS.length, count: RELATIVE_PERIODS.length },
  gap: {
    first: TIMESTAMP_PERIODS.length + RELATIVE_PERIODS.length,
    count: RELATIVE_PERIODS.length,
  },
} as const;

/** Column of each scalar feature. */
export const SCALAR_COLUMNS = { duration: 0, timestamp: 1, sinceLatest: 2, gap: 3 } as const;

const timestampRates = Float64Array.from(TIMESTAMP_PERIODS, period => 1 / period);
const relativeRates = Float64Array.from(RELATIVE_PERIODS, period => 1 / period);

/** Host arrays of one length group, as `sequenceInputSpecs` lays them out (`pin` is the caller's). */
export interface SequenceTarget {
  readonly type: Int32Array;
  readonly surface: Int32Array;
  readonly scalars: Float32Array;
  readonly phases: Float32Array;
  readonly count: Int32Array;
}

/**
 * Writes the features of one sequence, right-aligned, into row `slot` of a group of `length` columns
 * (spec §2). `actions` holds `count` <= length absolute action indices, ascending; columns before
 * them are set to 0. Times are in seconds; a phase is 2π · frac(t / period) in float64. "Since the
 * latest" is measured from the newest action of the sequence, the gap of the oldest is 0.
 */
export function writeSequenceFeatures(
  columns: ActionColumns,
  actions: Int32Array,
  count: number,
  length: number,
  slot: number,
  target: SequenceTarget,
): void {
  const start = slot * length;
  const first = start + length - count;
  target.type.fill(0, start, first);
  target.surface.fill(0, start, first);
  target.scalars.fill(0, start * SCALARS, first * SCALARS);
  target.phases.fill(0, start * 2 * PHASES, first * 2 * PHASES);
  target.count[slot] = count;
  if (count === 0) return;
  const newest = columns.atMs[actions[count - 1]!]! / 1000;
  let previous = columns.atMs[actions[0]!]! / 1000;
  for (let i = 0; i < count; i++) {
    const action = actions[i]!;
    const row = first + i;
    const at = columns.atMs[action]! / 1000;
    const since = newest - at;
    const gap = at - previous;
    previous = at;
    target.type[row] = columns.type[action]!;
    target.surface[row] = columns.surface[action]!;
    const scalar = row * SCALARS;
    target.scalars[scalar] = Math.log1p(columns.durationSeconds[action]!);
    target.scalars[scalar + 1] = Math.log1p(Math.max(at, 0));
    target.scalars[scalar + 2] = Math.log1p(since);
    target.scalars[scalar + 3] = Math.log1p(gap);
    const phase = row * 2 * PHASES;
    writePhases(at, timestampRates, target.phases, phase);
    writePhases(since, relativeRates, target.phases, phase + PHASE_BLOCKS.sinceLatest.first);
    writePhases(gap, relativeRates, target.phases, phase + PHASE_BLOCKS.gap.first);
  }
}

/**
 * cos and sin of 2π · seconds · rate for each rate, at `offset` and `offset + PHASES`. The phase is
 * folded to [-π/2, π/2], where the Taylor polynomials are good to 1e-7: ten times faster than Math.cos.
 */
function writePhases(
  seconds: number,
  rates: Float64Array,
  target: Float32Array,
  offset: number,
): void {
  for (let i = 0; i < rates.length; i++) {
    const turns = seconds * rates[i]!;
    let fraction = turns - Math.floor(turns + 0.5);
    let sign = 1;
    if (fraction > 0.25) {
      fraction = 0.5 - fraction;
      sign = -1;
    } else if (fraction < -0.25) {
      fraction = -0.5 - fraction;
      sign = -1;
    }
    const x = fraction * (2 * Math.PI);
    const z = x * x;
    target[offset + i] =
      sign *
      (1 +
        z *
          (-1 / 2 +
            z *
              (1 / 24 +
                z * (-1 / 720 + z * (1 / 40_320 + z * (-1 / 3_628_800 + z * (1 / 479_001_600)))))));
    target[offset + i + PHASES] =
      x *
      (1 +
        z *
          (-1 / 6 +
            z *
              (1 / 120 +
                z * (-1 / 5_040 + z * (1 / 362_880 + z * (-1 / 39_916_800 + z / 6_227_020_800))))));
  }
}
