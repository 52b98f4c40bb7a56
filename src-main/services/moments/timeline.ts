import type { UserTimeline } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';

/** A user's life as a data set has it; no run is needed. */
export async function userLife(
  serving: Serving,
  { dataset, user }: { readonly dataset: string; readonly user: string },
  signal: AbortSignal,
): Promise<UserTimeline> {
  const columns = await serving.userTimeline({ dataset, user }, { signal });
  const { interests, interest, actionTypes, surfaces } = columns;
  const counts = new Float64Array(interests.length);
  for (const each of interest) if (each >= 0) counts[each]!++;
  return {
    dataset,
    user,
    atMs: columns.atMs,
    pin: columns.pin,
    type: columns.type,
    surface: columns.surface,
    durationSeconds: columns.durationSeconds,
    positive: columns.positive,
    interest: Int16Array.from(interest),
    types: actionTypes,
    surfaces,
    interests: interests.map((name, place) => ({
      name,
      share: counts[place]! / Math.max(1, interest.length),
    })),
    has: columns.has,
  };
}
