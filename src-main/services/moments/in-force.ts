import { DAY_MS } from '../../base/time.js';
import type { Moment, MomentRequest } from '../../contract/moment.js';
import { EVALUATION_DAYS } from '../../data/split.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';

/** The sequence at an instant, and the embedding that each cadence has in force then. */
export async function embeddingsInForce(
  serving: Serving,
  request: MomentRequest & { readonly cadences: readonly string[] },
  asking: Asking,
): Promise<Moment> {
  const { run, user, atMs, cadences } = request;
  const place = { run, user, atMs: before(atMs) };
  const found = await serving.momentOf({ ...place, cadences: cadences.join(',') }, asking);
  return {
    run,
    user,
    atMs,
    trainedUntilMs: found.trainedMs,
    windowUntilMs: found.trainedMs + EVALUATION_DAYS * DAY_MS,
    split: found.part ?? 'train',
    sequence: found.sequence,
    inForce: found.inForce
      .filter(({ exists }) => exists)
      .map(({ cadence, cutOffMs, unseen, cosineToRealtime }) => ({
        cadence,
        seenUntilMs: cutOffMs + 1,
        unseen,
        cosine: Number.isNaN(cosineToRealtime) ? null : cosineToRealtime,
      })),
  };
}
