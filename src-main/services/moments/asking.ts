import type { CallContext } from '../../rpc/procedure.js';
import type { Serving } from '../serving/serving.js';

/** How a question of a window is asked of the serving process. */
export interface Asking<Progress = never> {
  readonly signal: AbortSignal;
  /** A newer question of the same channel displaces older ones. */
  readonly channel: string;
  /** How far the answer is. */
  readonly told: (progress: Progress) => void;
}

/** The handler of an answer. Channels are kept apart by window: two that scrub displace only their own. */
export function asked<Request, View, Progress = never>(
  serving: Serving,
  answer: (serving: Serving, request: Request, asking: Asking<Progress>) => Promise<View>,
) {
  return (
    request: Request & { readonly channel: string },
    { signal, connection, onProgress }: CallContext<Progress>,
  ): Promise<View> =>
    answer(serving, request, {
      signal,
      channel: `${connection} ${request.channel}`,
      told: onProgress,
    });
}

/** A window asks for what came strictly before an instant, the serving process for what came by it. */
export function before(atMs: number): number {
  return Math.ceil(atMs) - 1;
}
