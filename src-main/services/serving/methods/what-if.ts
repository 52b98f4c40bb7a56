import { whatIf as answerWhatIf, type WhatIf } from '../../../inspect/counterfactual.js';
import type { TimelineEdit } from '../../../inspect/edit-timeline.js';
import { describePin, type PinFacts } from '../describe-pin.js';
import { type AskedIndex, type ServedBy, servedIndex } from '../served-index.js';
import { askedUser, checkK, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface WhatIfParams extends MomentPlace, AskedIndex {
  readonly edits: readonly TimelineEdit[];
  readonly k: number;
}

export interface WhatIfAnswer extends WhatIf, ServedBy {
  /** All pins of both lists, by row of the pin table. */
  readonly facts: readonly PinFacts[];
}

/** Embedding and list of a moment with a changed past, beside those of the past as it was. */
export const whatIf: ServingMethod<WhatIfParams, WhatIfAnswer> = async (state, params, signal) => {
  const { run, timeline } = await askedUser(state, params);
  const { dataset, model } = run;
  const { index, by } = await servedIndex(await state.workspace(), run, params);
  const answer = await answerWhatIf(run.encoder, index, {
    timeline,
    atMs: params.atMs,
    edits: params.edits,
    k: checkK(params.k),
    limits: {
      pins: dataset.pins.count,
      types: dataset.actionTypes.length,
      surfaces: dataset.surfaces.length,
    },
    knownPins: model.pinFeatures.known,
    signal,
  });
  const shown = new Set([...answer.before.pins, ...answer.after.pins]);
  const facts = [...shown].sort((a, b) => a - b).map(pin => describePin(dataset.pins, pin));
  return { ...answer, ...by, facts };
};
