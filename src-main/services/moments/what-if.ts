import type { Change, MomentRequest, WhatIf } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';
import { retrievedPin } from './pin-cards.js';

/** What would be retrieved at an instant if one past action were another. */
export async function whatIfChanged(
  serving: Serving,
  request: MomentRequest & { readonly change: Change; readonly k: number },
  asking: Asking,
): Promise<WhatIf> {
  const { run, user, atMs, change, k } = request;
  const edit = change.kind === 'retime' ? ({ ...change, kind: 'move' } as const) : change;
  const place = { run, user, atMs: before(atMs) };
  const found = await serving.whatIf({ ...place, edits: [edit], k, links: true }, asking);
  const [real, changed] = found.lists;
  return {
    cosine: found.cosine,
    before: real.map(retrievedPin),
    after: changed.map(retrievedPin),
  };
}
