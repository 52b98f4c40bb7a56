import type { MomentRequest, Retrieval } from '../../contract/moment.js';
import type { PinFacts } from '../serving/describe-pin.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';
import { pinCards } from './pin-cards.js';

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
  const place = { run, user, atMs: before(atMs), cadences: cadences.join(','), k };
  const started = performance.now();
  const found = await serving.retrieveAt({ ...place, search }, asking);
  const milliseconds = performance.now() - started;
  const { dataset } = await serving.userTimeline({ run, user }, { signal: asking.signal });
  const cards = await linkedCards(
    serving,
    dataset,
    found.columns.flatMap(({ pins }) => pins),
  );
  const view: Retrieval = {
    columns: found.columns
      .filter(({ exists }) => exists)
      .map(({ cadence, cutOffMs, pins }) => ({
        cadence,
        seenUntilMs: cutOffMs + 1,
        pins: pins.map(({ rankBefore: _, ...pin }) => ({ ...pin, ...cards(pin.pin) })),
      })),
    k,
    indexPins: found.indexPins,
    search: found.searched,
    milliseconds,
    engagedLater: found.engagedLater,
    ...(found.note === null ? {} : { note: found.note }),
  };
  if (found.searched !== 'hnsw') return view;
  const exactStarted = performance.now();
  const exact = await serving.retrieveAt(
    { ...place, search: 'exact' },
    { signal: asking.signal, channel: `${asking.channel} exact` },
  );
  const exactMilliseconds = performance.now() - exactStarted;
  const wanted = exact.columns.flatMap(({ pins }, c) =>
    pins.map(({ pin }) => found.columns[c]?.pins.some(each => each.pin === pin) ?? false),
  );
  const recall = wanted.filter(Boolean).length / Math.max(1, wanted.length);
  return { ...view, hnsw: { recall, exactMilliseconds } };
}

/** Addresses of pins stand in other files than their titles: one question for a page of them. */
async function linkedCards(serving: Serving, dataset: string, pins: readonly PinFacts[]) {
  const distinct = [...new Set(pins.map(({ pin }) => pin))];
  const cards = new Map((await pinCards(serving, dataset, distinct)).map(card => [card.pin, card]));
  return (pin: number) => {
    const card = cards.get(pin);
    return { url: card?.url ?? '', image: card?.image ?? '' };
  };
}
