import { breathe } from '../../../base/breathe.js';
import { type ShownPinFacts, shownPins } from '../shown-pins.js';
import type { ServingMethod } from './method.js';

export interface FindPinsParams {
  readonly dataset: string;
  readonly text: string;
  readonly limit: number;
}

const SLICE_PINS = 20_000;

/** Pins whose id or title begins with the text, then those whose title holds it, ignoring case. */
export const findPins: ServingMethod<FindPinsParams, readonly ShownPinFacts[]> = async (
  state,
  params,
  signal,
) => {
  const { text, limit } = params;
  const dataset = await state.dataset(params.dataset);
  const { count, ids, titles } = dataset.pins;
  const wanted = text.trim().toLowerCase();
  const first: number[] = [];
  const later: number[] = [];
  for (let pin = 0; pin < count && first.length < limit; pin++) {
    if (pin % SLICE_PINS === 0) await breathe(signal);
    const title = titles.at(pin).toLowerCase();
    if (title.startsWith(wanted) || ids.at(pin).toLowerCase().startsWith(wanted)) first.push(pin);
    else if (later.length < limit && title.includes(wanted)) later.push(pin);
  }
  return shownPins(state, dataset, [...first, ...later].slice(0, limit), true);
};
