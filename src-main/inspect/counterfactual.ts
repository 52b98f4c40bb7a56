import { badInput } from '../base/errors.js';
import type { UserEncoder } from '../model/encoder.js';
import { sequenceRule } from '../model/sequence.js';
import type { PinIndex } from '../retrieve/pin-index.js';
import { cosine } from './closeness.js';
import { type EditLimits, editTimeline, type TimelineEdit } from './edit-timeline.js';
import { compareLists, type ListChange } from './list-change.js';
import { endAt, sequenceOf, type UserTimeline } from './user-timeline.js';

export interface WhatIfRequest {
  readonly timeline: UserTimeline;
  /** The moment that is asked about: actions up to it are read. */
  readonly atMs: number;
  readonly edits: readonly TimelineEdit[];
  readonly k: number;
  readonly limits: EditLimits;
  /** 1 for each pin whose features the model knows: an inserted one must be among them. */
  readonly knownPins: Uint8Array;
  /** What a pin is called in errors: its id in the data. */
  readonly pinId: (pin: number) => string;
  readonly signal?: AbortSignal | undefined;
}

/** A user's state under one version of the past. */
export interface RetrievedState {
  /** Actions in the sequence. */
  readonly sequenceLength: number;
  /** [D]; zeros when the sequence is empty. */
  readonly embedding: Float32Array;
  /** Closest first; empty for an empty sequence. */
  readonly pins: Int32Array;
  readonly scores: Float32Array;
}

export interface WhatIf {
  readonly before: RetrievedState;
  readonly after: RetrievedState;
  /** Of the two embeddings; NaN when one sequence is empty. */
  readonly cosine: number;
  readonly change: ListChange;
}

/**
 * What if: the embedding and the list of a moment with a different past. The edited timeline is read by
 * the model's own rule, so that an older action enters a full sequence when a newer one is dropped.
 */
export async function whatIf(
  encoder: UserEncoder,
  index: PinIndex,
  request: WhatIfRequest,
): Promise<WhatIf> {
  const { timeline, atMs, edits, k, limits, signal } = request;
  checkInserts(request);
  const rule = sequenceRule(encoder.model.config, encoder.model.data);
  const edited = editTimeline(timeline, edits, limits);
  const states: RetrievedState[] = [];
  for (const version of [timeline, edited]) {
    const sequence = sequenceOf(version, rule, endAt(version, atMs));
    const embedding = await encoder.encodeSequences(version, [sequence], signal);
    const { pins, scores } = await index.topK(embedding, sequence.length > 0 ? k : 0, { signal });
    const found = pins.indexOf(-1) < 0 ? pins.length : pins.indexOf(-1);
    states.push({
      sequenceLength: sequence.length,
      embedding,
      pins: pins.slice(0, found),
      scores: scores.slice(0, found),
    });
  }
  const [before, after] = states as [RetrievedState, RetrievedState];
  return {
    before,
    after,
    cosine: cosine(before.embedding, after.embedding),
    change: compareLists(before.pins, after.pins),
  };
}

function checkInserts({ edits, knownPins: known, pinId, atMs }: WhatIfRequest): void {
  edits.forEach((edit, i) => {
    if (edit.kind !== 'insert') return;
    if (edit.pin < known.length && known[edit.pin] !== 1)
      throw badInput(`the model knows no features of pin "${pinId(edit.pin)}".`, {
        where: `edits[${i}]`,
        remedy: 'Insert a pin that was there when training ended.',
      });
    if (edit.atMs > atMs)
      throw badInput(`the inserted action comes after the moment that is asked about.`, {
        where: `edits[${i}]`,
        remedy: 'Give it an earlier time, or ask about a later moment.',
      });
  });
}
