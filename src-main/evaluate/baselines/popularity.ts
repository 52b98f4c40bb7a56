import type { Timelines } from '../../data/columns.js';
import { firstAfter } from '../time-search.js';

/** The past that popularity is counted over (spec §6). */
export const POPULARITY_MS = 28 * 86_400_000;

export interface PopularityOptions {
  readonly pins: number;
  /** 1 for each user whose actions may be counted: the training users. */
  readonly isTrainingUser: Uint8Array;
  /** t: positive engagements in (t − 28 d, t] are counted. */
  readonly atMs: number;
}

/**
 * Popularity of each pin (spec §6): positive engagements of training users in the 28 days up to t, as a
 * share below 1 of the most popular pin's count plus one. All 0 when nothing was engaged with.
 */
export function popularityScores(timelines: Timelines, options: PopularityOptions): Float64Array {
  const counts = new Float64Array(options.pins);
  for (let user = 0; user < timelines.userCount; user++) {
    if (options.isTrainingUser[user] !== 1) continue;
    const begin = timelines.offsets[user]!;
    const end = timelines.offsets[user + 1]!;
    const from = firstAfter(timelines.atMs, begin, end, options.atMs - POPULARITY_MS);
    const to = firstAfter(timelines.atMs, from, end, options.atMs);
    for (let i = from; i < to; i++) if (timelines.positive[i] === 1) counts[timelines.pin[i]!]!++;
  }
  const most = counts.reduce((max, count) => Math.max(max, count), 0);
  return counts.map(count => count / (most + 1));
}
