import type { Grouping } from '../../../inspect/action-groups.js';
import { type Attribution, attributePin } from '../../../inspect/attribution.js';
import { endAt, sequenceOf } from '../../../inspect/user-timeline.js';
import { checkPin, firstInterest } from '../describe-pin.js';
import { askedUser, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface WhyPinParams extends MomentPlace {
  /** Row of the pin table. */
  readonly pin: number;
  readonly grouping: Grouping;
  /** Forward passes, 2 to 64; 64 when absent. */
  readonly passes?: number | undefined;
}

export interface WhyPinAnswer extends Attribution {
  /** Name of each group's interest or surface; null for other groupings and for the rest. */
  readonly names: readonly (string | null)[];
}

/** Which past actions bring a pin close to the realtime embedding of a moment, or keep it away. */
export const whyPin: ServingMethod<WhyPinParams, WhyPinAnswer> = async (state, params, signal) => {
  const { run, timeline } = await askedUser(state, params);
  const { dataset, encoder, pinEmbeddings, rule } = run;
  const { grouping, passes } = params;
  const found = await attributePin(encoder, {
    timeline,
    sequence: sequenceOf(timeline, rule, endAt(timeline, params.atMs)),
    pin: checkPin(dataset.pins, params.pin),
    grouping,
    passes,
    interestOf: pin => firstInterest(dataset.pins, pin),
    pinEmbeddings,
    signal,
  });
  const nameOf = (key: number): string | null => {
    if (grouping === 'interest') return dataset.pins.interestNames[key] ?? null;
    return grouping === 'surface' ? (dataset.surfaces[key] ?? null) : null;
  };
  return { ...found, names: found.groups.map(({ key }) => nameOf(key)) };
};
