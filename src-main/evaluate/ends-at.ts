import { firstAfter } from './time-search.js';

/**
 * For each user, the absolute index after the last action at or before `atMs`: the `ends` of an encoder
 * for embeddings at that moment. A user without such an action gets the start of the timeline.
 */
export function endsAt(
  timelines: { readonly offsets: Uint32Array; readonly atMs: Float64Array },
  users: Int32Array,
  atMs: number,
): Uint32Array {
  return Uint32Array.from(users, user =>
    firstAfter(timelines.atMs, timelines.offsets[user]!, timelines.offsets[user + 1]!, atMs),
  );
}
