import { whatIf as answerWhatIf, type WhatIf } from '../../../inspect/counterfactual.js';
import type { TimelineEdit } from '../../../inspect/edit-timeline.js';
import { describePin } from '../describe-pin.js';
import { type ListedPin, listPins } from '../listed-pins.js';
import { type AskedIndex, type ServedBy, servedIndex } from '../served-index.js';
import { askedUser, checkK, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface WhatIfParams extends MomentPlace, AskedIndex {
  readonly edits: readonly TimelineEdit[];
  readonly k: number;
  /** Looks up the addresses of pins too, which stand in other files. */
  readonly links?: boolean | undefined;
}

export interface WhatIfAnswer extends WhatIf, ServedBy {
  /** The pins of `before` and `after` as they are shown. */
  readonly lists: readonly [readonly ListedPin[], readonly ListedPin[]];
}

/** Embedding and list of a moment with a changed past, beside those of the past as it was. */
export const whatIf: ServingMethod<WhatIfParams, WhatIfAnswer> = async (state, params, signal) => {
  const asked = await askedUser(state, params);
  const { run, timeline } = asked;
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
    pinId: pin => describePin(dataset.pins, pin).id,
    signal,
  });
  const context = { asked, atMs: params.atMs, links: params.links };
  const [before = [], after = []] = await listPins(state, context, [answer.before, answer.after]);
  return { ...answer, ...by, lists: [before, after] };
};
