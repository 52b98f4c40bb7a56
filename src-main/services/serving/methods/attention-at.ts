import type { SequenceAttention } from '../../../inspect/attention.js';
import { endAt, sequenceOf } from '../../../inspect/user-timeline.js';
import { askedUser, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface AttentionAnswer extends SequenceAttention {
  /** Action of the timeline of each row and column. */
  readonly sequence: Int32Array;
}

/** What the realtime embedding's forward pass attends to at a moment, by layer and head. */
export const attentionAt: ServingMethod<MomentPlace, AttentionAnswer> = async (state, params) => {
  const { run, timeline } = await askedUser(state, params);
  const sequence = sequenceOf(timeline, run.rule, endAt(timeline, params.atMs));
  return { sequence, ...(await run.attention.read(timeline, sequence)) };
};
