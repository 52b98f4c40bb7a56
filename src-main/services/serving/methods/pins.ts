import { badInput } from '../../../base/errors.js';
import { checkPin } from '../describe-pin.js';
import { type ShownPinFacts, shownPins } from '../shown-pins.js';
import type { ServingMethod } from './method.js';

export interface PinsParams {
  readonly dataset: string;
  /** Rows of the pin table, at most 1,000. */
  readonly pins: Int32Array;
  /** Looks up addresses too, which stand in other files. */
  readonly links?: boolean | undefined;
}

const MOST = 1000;

/** Titles, interests and, when asked for, addresses of pins, in the order asked. */
export const pins: ServingMethod<PinsParams, readonly ShownPinFacts[]> = async (state, params) => {
  if (params.pins.length > MOST)
    throw badInput(`${params.pins.length} pins cannot be shown at once.`, {
      where: 'pins',
      remedy: `Ask for ${MOST} at a time.`,
    });
  const dataset = await state.dataset(params.dataset);
  for (const pin of params.pins) checkPin(dataset.pins, pin);
  return shownPins(state, dataset, params.pins, params.links);
};
