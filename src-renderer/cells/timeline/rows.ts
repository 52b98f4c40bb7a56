/** Where the rows of the timeline stand, in pixels from the top of the plot. */
export interface Rows {
  readonly lanes: readonly { readonly top: number; readonly base: number }[];
  /** Top of the lanes, below the playhead's flag. */
  readonly top: number;
  readonly sessions: number;
  readonly cadences: readonly number[];
  readonly axis: number;
  readonly height: number;
}

/** Below a lane's baseline, where the ticks of positive engagements stand. */
export const UNDER = 9;
const FLAG = 22;
const ROW = 20;

/** Fewer lanes are taller, so that bars have room. */
export function rowsOf(lanes: number, cadences: number): Rows {
  const each = lanes <= 1 ? 104 : lanes === 2 ? 72 : lanes <= 4 ? 52 : 42;
  const top = FLAG;
  const places = Array.from({ length: lanes }, (_, i) => ({
    top: top + i * each,
    base: top + (i + 1) * each - UNDER - 3,
  }));
  const sessions = top + lanes * each + 12;
  const first = sessions + 24;
  const rows = Array.from({ length: cadences }, (_, i) => first + i * ROW);
  const axis = first + cadences * ROW - 4;
  return { lanes: places, top, sessions, cadences: rows, axis, height: axis + 24 };
}

const LEAST_SECONDS = 1;
const TOPS = [10, 30, 60, 120, 300, 600, 1800, 3600, 14_400];

/** Where the scale of durations ends: the first round number that 99 of 100 known durations stay below. */
export function longestSeconds(durationSeconds: Float32Array): number {
  const known = durationSeconds.filter(seconds => seconds > 0).sort();
  const high = known[Math.floor(known.length * 0.99)] ?? 0;
  return TOPS.find(top => top >= high) ?? TOPS[TOPS.length - 1]!;
}

/**
 * Height of a mark, 0 … 1: the logarithm of the duration from 1 s to `longest`. Actions of unknown
 * duration stand at a third, positive ones of them at half, so that they still show.
 */
export function markHeight(durationSeconds: number, positive: boolean, longest: number): number {
  if (durationSeconds <= 0) return positive ? 0.5 : 0.33;
  const seconds = Math.min(longest, Math.max(LEAST_SECONDS, durationSeconds));
  return 0.22 + 0.78 * (Math.log(seconds / LEAST_SECONDS) / Math.log(longest / LEAST_SECONDS));
}
