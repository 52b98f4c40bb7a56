import type { Change, MomentRequest, RetrievedPin, WhatIf } from '../../contract/moment.js';
import { distanceOf } from '../../inspect/closeness.js';
import type { PinFacts } from '../serving/describe-pin.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';

/** What would be retrieved at an instant if one past action were another. */
export async function whatIfChanged(
  serving: Serving,
  request: MomentRequest & { readonly change: Change; readonly k: number },
  asking: Asking,
): Promise<WhatIf> {
  const { run, user, atMs, change, k } = request;
  const edit = change.kind === 'retime' ? ({ ...change, kind: 'move' } as const) : change;
  const found = await serving.whatIf({ run, user, atMs: before(atMs), edits: [edit], k }, asking);
  const facts = new Map(found.facts.map(fact => [fact.pin, fact]));
  const listed = ({ pins, scores }: typeof found.before) =>
    Array.from(pins, (pin, slot) => listedPin(facts.get(pin), slot, scores[slot] ?? 0));
  return {
    cosine: found.cosine,
    before: listed(found.before),
    after: listed(found.after),
  };
}

function listedPin(fact: PinFacts | undefined, slot: number, score: number): RetrievedPin {
  return {
    pin: fact?.pin ?? -1,
    id: fact?.id ?? '',
    title: fact?.title ?? '',
    interests: fact?.interests ?? [],
    url: '',
    image: '',
    rank: slot + 1,
    score,
    distance: distanceOf(score, 'cosine'),
    visited: false,
    engagedAtMs: null,
  };
}
