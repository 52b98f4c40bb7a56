import type { Change, MomentRequest, WhatIf } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';
import { retrievedPin } from './pin-cards.js';

/** What would be retrieved at an instant after changes of the past. */
export async function whatIfChanged(
  serving: Serving,
  request: MomentRequest & { readonly changes: readonly Change[]; readonly k: number },
  asking: Asking,
): Promise<WhatIf> {
  const { run, user, atMs, changes, k } = request;
  const edits = changes.map(change =>
    change.kind === 'retime' ? ({ ...change, kind: 'move' } as const) : change,
  );
  const place = { run, user, atMs: before(atMs) };
  const found = await serving.whatIf({ ...place, edits, k, links: true }, asking);
  const [real, changed] = found.lists;
  return {
    read: [found.before.sequenceLength, found.after.sequenceLength],
    cosine: found.cosine,
    before: real.map(retrievedPin),
    after: changed.map(retrievedPin),
  };
}
