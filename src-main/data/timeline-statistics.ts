import { DAY_MS } from '../base/time.js';
import type { Timelines } from './columns.js';

/** Everything that one pass over all timelines can count. */
export interface TimelineStatistics {
  readonly actionsPerUser: Uint32Array;
  readonly activeDaysPerUser: Uint32Array;
  /** Seconds between neighbouring actions of a timeline. */
  readonly gapsSeconds: Float64Array;
  /** Of the actions that have one. */
  readonly durationsSeconds: Float64Array;
  readonly types: { readonly actions: Float64Array; readonly positives: Float64Array };
  readonly surfaces: { readonly actions: Float64Array; readonly positives: Float64Array };
  /** Actions on a pin that the user has acted on before. */
  readonly repeats: number;
  /** Actions at the very millisecond of the one before them. */
  readonly clockTies: number;
  /** Users with two actions or more, all of them within 24 hours. */
  readonly oneSittingUsers: number;
  readonly futureActions: number;
}

/** Counts over all timelines in one pass; linear in actions but for nothing. */
export function timelineStatistics(
  timelines: Timelines,
  pinCount: number,
  nowMs: number,
): TimelineStatistics {
  const { userCount, actionCount, offsets, atMs, pin, durationSeconds } = timelines;
  const actionsPerUser = new Uint32Array(userCount);
  const activeDaysPerUser = new Uint32Array(userCount);
  const gaps = new Float64Array(actionCount);
  const durations = new Float64Array(actionCount);
  const types = { actions: new Float64Array(256), positives: new Float64Array(256) };
  const surfaces = { actions: new Float64Array(256), positives: new Float64Array(256) };
  const lastUserOfPin = new Int32Array(pinCount).fill(-1);
  let gapCount = 0;
  let durationCount = 0;
  let repeats = 0;
  let clockTies = 0;
  let oneSittingUsers = 0;
  let futureActions = 0;
  for (let user = 0; user < userCount; user++) {
    const start = offsets[user]!;
    const end = offsets[user + 1]!;
    actionsPerUser[user] = end - start;
    let day = Number.NaN;
    for (let i = start; i < end; i++) {
      const at = atMs[i]!;
      if (i > start) {
        const gap = at - atMs[i - 1]!;
        gaps[gapCount++] = gap / 1000;
        if (gap === 0) clockTies++;
      }
      const today = Math.floor(at / DAY_MS);
      if (today !== day) activeDaysPerUser[user]!++;
      day = today;
      if (lastUserOfPin[pin[i]!] === user) repeats++;
      lastUserOfPin[pin[i]!] = user;
      if (durationSeconds[i]! > 0) durations[durationCount++] = durationSeconds[i]!;
      if (at > nowMs) futureActions++;
      tally(types, timelines.type[i]!, timelines.positive[i]!);
      tally(surfaces, timelines.surface[i]!, timelines.positive[i]!);
    }
    if (end - start > 1 && atMs[end - 1]! - atMs[start]! < DAY_MS) oneSittingUsers++;
  }
  return {
    actionsPerUser,
    activeDaysPerUser,
    gapsSeconds: gaps.subarray(0, gapCount),
    durationsSeconds: durations.subarray(0, durationCount),
    types,
    surfaces,
    repeats,
    clockTies,
    oneSittingUsers,
    futureActions,
  };
}

function tally(
  counts: { actions: Float64Array; positives: Float64Array },
  index: number,
  positive: number,
): void {
  counts.actions[index]!++;
  counts.positives[index]! += positive;
}
