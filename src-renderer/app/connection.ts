import type { Api } from '../../src-main/contract/api.js';
import type { ReconnectingClient } from '../../src-main/rpc/reconnecting.js';

/** The engine as the whole window reaches it, and how it stands. */
export type Connection = ReconnectingClient<Api>;
