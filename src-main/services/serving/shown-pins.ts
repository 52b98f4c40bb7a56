import type { OpenDataset } from '../../data/dataset.js';
import type { PinLink } from '../../data/pin-links.js';
import { describePin, type PinFacts } from './describe-pin.js';
import { Lru } from './lru.js';
import type { ServingState } from './serving-state.js';

/** A pin with its addresses, which are null where the data has none and where they were not asked for. */
export interface ShownPinFacts extends PinFacts, PinLink {}

/** Links that one data set keeps: while a playhead is dragged most pins come again. */
const KEPT_LINKS = 20_000;
const NO_LINK: PinLink = { url: null, image: null };
const kept = new WeakMap<OpenDataset, Lru<string, PinLink>>();

/** Pins by row of the pin table, in the order given. */
export async function shownPins(
  state: ServingState,
  dataset: OpenDataset,
  pins: Iterable<number>,
  links = false,
): Promise<ShownPinFacts[]> {
  const facts = Array.from(pins, pin => describePin(dataset.pins, pin));
  if (!links) return facts.map(fact => ({ ...fact, ...NO_LINK }));
  const linkOf = await linksOf(
    state,
    dataset,
    facts.map(({ id }) => id),
  );
  return facts.map(fact => ({ ...fact, ...linkOf(fact.id) }));
}

async function linksOf(state: ServingState, dataset: OpenDataset, ids: readonly string[]) {
  const known = kept.get(dataset) ?? new Lru<string, PinLink>(KEPT_LINKS);
  kept.set(dataset, known);
  const found = new Map<string, PinLink>();
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const link = known.get(id);
    if (link) found.set(id, link);
    else missing.push(id);
  }
  const read = await state.links.read(dataset, missing);
  for (const id of missing) {
    const link = read.get(id) ?? NO_LINK;
    known.set(id, link);
    found.set(id, link);
  }
  return (id: string) => found.get(id) ?? NO_LINK;
}
