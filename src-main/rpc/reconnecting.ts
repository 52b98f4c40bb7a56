import { Caller } from './caller.js';
import { clientOver } from './client.js';
import { portLost, RpcError } from './errors.js';
import { type Observable, Subject } from './observable.js';
import type { Port } from './port.js';
import type { Api, ClientOf, Dispose } from './procedure.js';
import { type Clock, type PulseListener, withPulse } from './pulse.js';

/**
 *   connecting ─> connected <─> reconnecting ─> lost
 *        │         ^  v  └───────────^         ^  └─> reconnecting, by retry()
 *        │        silent ────────────┘         │
 *        └─────────────────────────────────────┘
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** The port is open, and nothing has come over it for some seconds: see pulse.ts. */
  | { readonly kind: 'silent' }
  /** `attempt` counts from 1 since the port was lost; `reason` is why the one before it failed. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly reason: string | undefined }
  | { readonly kind: 'lost'; readonly reason: string };

export interface ReconnectingClient<A> {
  readonly client: ClientOf<A>;
  readonly state: Observable<ConnectionState>;
  /** Tries again at once, after the attempts ran out. */
  retry(): void;
  close: Dispose;
}

export interface ReconnectOptions {
  /** Wait before each attempt; when they run out the connection is lost. */
  readonly delaysMs?: readonly number[];
  readonly wait?: (ms: number) => Promise<void>;
  /** By which each port is watched for silence; ports are not watched when it is absent. */
  readonly pulse?: Clock;
}

/** Quick at first, then every five seconds, for about two minutes. */
const DELAYS_MS = [100, 250, 500, 1000, 2000, ...new Array<number>(24).fill(5000)];

/**
 * A client that opens a new port when one is lost. Calls under way fail with UNAVAILABLE; feeds are
 * subscribed to again, and tell the whole anew; calls made in the meantime wait, until it is lost.
 */
export function reconnecting<A extends Api>(
  api: A,
  open: () => Promise<Port>,
  options: ReconnectOptions = {},
): ReconnectingClient<A> {
  const { delaysMs = DELAYS_MS, wait = sleep, pulse } = options;
  const caller = new Caller();
  const state = new Subject<ConnectionState>({ kind: 'connecting' });
  let closed = false;
  let current: Port | undefined;

  async function connectAgain(first: boolean): Promise<void> {
    let reason: string | undefined;
    for (const [attempt, delayMs] of [0, ...delaysMs].entries()) {
      if (!first || attempt > 0) state.set({ kind: 'reconnecting', attempt: attempt + 1, reason });
      if (attempt > 0) await wait(delayMs);
      if (closed) return;
      try {
        take(await open());
        return;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    reason ??= 'no attempt was made';
    const message = `The engine cannot be reached: ${reason}`;
    caller.giveUp(new RpcError({ code: 'UNAVAILABLE', message }));
    state.set({ kind: 'lost', reason });
  }

  function take(port: Port): void {
    if (closed) {
      port.close();
      return;
    }
    current = port;
    const isCurrent = () => !closed && current === port;
    const listener: PulseListener = {
      onSilent: () => isCurrent() && state.set({ kind: 'silent' }),
      onHeard: () => isCurrent() && state.set({ kind: 'connected' }),
    };
    caller.attach(pulse ? withPulse(port, listener, pulse) : port);
    state.set({ kind: 'connected' });
    port.onClose(() => {
      if (!isCurrent()) return;
      caller.detach();
      void connectAgain(false);
    });
  }

  void connectAgain(true);
  return {
    client: clientOver(api, caller),
    state,
    retry() {
      if (state.get().kind === 'lost' && !closed) void connectAgain(false);
    },
    close() {
      closed = true;
      current?.close();
      caller.close(portLost());
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
