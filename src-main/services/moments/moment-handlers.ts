import type { Api } from '../../contract/api.js';
import type { HandlersOf } from '../../rpc/procedure.js';
import type { Serving } from '../serving/serving.js';
import { asked } from './asking.js';
import { attentionOf } from './attention.js';
import { embeddingsInForce } from './in-force.js';
import { interestsOfUser } from './interests.js';
import { pinsNear, usersNear } from './near.js';
import { retrievedAt } from './retrieve.js';
import { rankedTarget } from './target.js';
import { listUsers } from './users.js';
import { whatIfChanged } from './what-if.js';
import { whyPin } from './why.js';

/** Questions of a window about one user at one instant, answered by the warm serving process. */
export function momentHandlers(serving: Serving): HandlersOf<Api['moments']> {
  return {
    moment: asked(serving, embeddingsInForce),
    attention: asked(serving, attentionOf),
    retrieve: asked(serving, retrievedAt),
    interests: asked(serving, interestsOfUser),
    target: asked(serving, rankedTarget),
    why: asked(serving, whyPin),
    whatIf: asked(serving, whatIfChanged),
    nearPins: asked(serving, pinsNear),
    nearUsers: asked(serving, usersNear),
    users: (request, { signal }) => listUsers(serving, request, signal),
  };
}
