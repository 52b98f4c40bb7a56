import type { MomentRequest, Retrieval } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';
import { retrievedPin } from './pin-cards.js';

type Request = MomentRequest & {
  readonly cadences: readonly string[];
  readonly k: number;
  readonly search: 'exact' | 'hnsw';
};

/** The pins that each cadence's embedding retrieves at an instant. */
export async function retrievedAt(
  serving: Serving,
  request: Request,
  asking: Asking,
): Promise<Retrieval> {
  const { run, user, atMs, cadences, k, search } = request;
  const place = { run, user, atMs: before(atMs), cadences: cadences.join(',') };
  const found = await serving.retrieveAt({ ...place, k, search, links: true }, asking);
  return {
    columns: found.columns
      .filter(({ exists }) => exists)
      .map(({ cadence, cutOffMs, pins }) => ({
        cadence,
        seenUntilMs: cutOffMs + 1,
        pins: pins.map(retrievedPin),
      })),
    k,
    indexPins: found.indexPins,
    search: found.searched,
    milliseconds: found.milliseconds,
    engagedLater: found.engagedLater,
    ...(found.note === null ? {} : { note: found.note }),
    ...(found.hnsw === null ? {} : { hnsw: found.hnsw }),
  };
}
