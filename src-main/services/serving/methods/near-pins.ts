import { badInput } from '../../../base/errors.js';
import { distanceOf } from '../../../inspect/closeness.js';
import { nearestPins } from '../../../inspect/neighbours.js';
import { checkPin, describePin } from '../describe-pin.js';
import type { RunPlace } from '../serving-state.js';
import { type ShownPinFacts, shownPins } from '../shown-pins.js';
import { checkK } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface NearPinsParams extends RunPlace {
  /** Row of the pin table. */
  readonly pin: number;
  readonly k: number;
  /** Looks up the addresses of pins too, which stand in other files. */
  readonly links?: boolean | undefined;
}

export interface NearPin extends ShownPinFacts {
  /** From 1. */
  readonly rank: number;
  readonly score: number;
  /** Euclidean distance of the embeddings, 0 to 2; null where similarity is a bare dot product. */
  readonly distance: number | null;
}

export interface NearPinsAnswer {
  readonly pin: ShownPinFacts;
  /** Closest first, itself left out. */
  readonly pins: readonly NearPin[];
  readonly indexPins: number;
}

/** The nearest pins of the index by pin embedding, exactly. BAD_INPUT for a pin without features at t. */
export const nearPins: ServingMethod<NearPinsParams, NearPinsAnswer> = async (
  state,
  params,
  signal,
) => {
  const k = checkK(params.k);
  const { dataset, index, pinEmbeddings, model } = await state.run(params);
  const pin = checkPin(dataset.pins, params.pin);
  if (model.pinFeatures.known[pin] !== 1)
    throw badInput(`the model knows no features of pin "${describePin(dataset.pins, pin).id}".`, {
      where: 'pin',
      remedy: 'Choose a pin that was there when training ended.',
    });
  const { ids, scores } = await nearestPins(index, { pin, k, pinEmbeddings, signal });
  const [own, ...near] = await shownPins(state, dataset, [pin, ...ids], params.links);
  const { similarity } = model.config.model;
  return {
    pin: own!,
    pins: near.map((facts, slot) => ({
      ...facts,
      rank: slot + 1,
      score: scores[slot]!,
      distance: distanceOf(scores[slot]!, similarity),
    })),
    indexPins: index.count,
  };
};
