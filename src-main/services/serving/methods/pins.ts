import { badInput } from '../../../base/errors.js';
import { type PinLink, readPinLinks } from '../../../data/pin-links.js';
import { checkPin, describePin, type PinFacts } from '../describe-pin.js';
import type { ServingMethod } from './method.js';

export interface PinsParams {
  readonly dataset: string;
  /** Rows of the pin table, at most 1,000. */
  readonly pins: Int32Array;
  /** Looks up addresses too, which stand in other files. */
  readonly links?: boolean | undefined;
}

export interface ShownPinFacts extends PinFacts, PinLink {}

const MOST = 1000;

/** Titles, interests and, when asked for, addresses of pins, in the order asked. */
export const pins: ServingMethod<PinsParams, readonly ShownPinFacts[]> = async (state, params) => {
  if (params.pins.length > MOST)
    throw badInput(`${params.pins.length} pins cannot be shown at once.`, {
      where: 'pins',
      remedy: `Ask for ${MOST} at a time.`,
    });
  const dataset = await state.dataset(params.dataset);
  const facts = Array.from(params.pins, pin =>
    describePin(dataset.pins, checkPin(dataset.pins, pin)),
  );
  const links = params.links
    ? await readPinLinks(
        dataset.folder,
        dataset.manifest,
        facts.map(({ id }) => id),
      )
    : new Map<string, PinLink>();
  return facts.map(fact => ({ ...fact, ...(links.get(fact.id) ?? { url: null, image: null }) }));
};
