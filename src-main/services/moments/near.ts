import type { MomentRequest, NearPins, NearUsers } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';
import { pinCard } from './pin-cards.js';

/** The pins nearest to a pin. */
export async function pinsNear(
  serving: Serving,
  { run, pin, k }: { readonly run: string; readonly pin: number; readonly k: number },
  asking: Asking,
): Promise<NearPins> {
  const found = await serving.nearPins({ run, pin, k, links: true }, asking);
  return {
    pin: pinCard(found.pin),
    pins: found.pins.map(({ rank, score, distance, ...facts }) => ({
      ...pinCard(facts),
      rank,
      score,
      distance,
    })),
    indexPins: found.indexPins,
  };
}

/** The users nearest to a user at an instant. */
export async function usersNear(
  serving: Serving,
  request: MomentRequest & { readonly k: number },
  asking: Asking,
): Promise<NearUsers> {
  const { run, user, atMs, k } = request;
  const found = await serving.nearUsers({ run, user, atMs: before(atMs), k }, asking);
  return {
    users: found.users.map(({ id, part, ...facts }) => ({
      user: id,
      split: part ?? 'train',
      ...facts,
    })),
    othersSeenUntilMs: found.othersAtMs + 1,
    compared: found.compared,
    allUsers: found.allUsers,
  };
}
