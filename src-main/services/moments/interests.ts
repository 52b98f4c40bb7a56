import type { InterestsOfUser, MomentRequest } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';

/** Interests of a user's results beside those of the user's past. */
export function interestsOfUser(
  serving: Serving,
  request: MomentRequest & { readonly cadence: string; readonly k: number },
  asking: Asking,
): Promise<InterestsOfUser> {
  const { run, user, atMs, cadence, k } = request;
  return serving.interestsAt({ run, user, atMs: before(atMs), cadence, k }, asking);
}
