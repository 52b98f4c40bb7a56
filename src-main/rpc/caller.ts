import { callCancelled, portLost, RpcError } from './errors.js';
import type { Port } from './port.js';
import type { CallOptions, Dispose } from './procedure.js';
import type { Request, Response } from './protocol.js';

interface CallUnderWay {
  readonly request: Request;
  sent: boolean;
  readonly onProgress: ((progress: unknown) => void) | undefined;
  settle(outcome: { readonly value: unknown } | { readonly error: Error }): void;
}

interface Subscription {
  readonly request: Request;
  readonly listener: (event: unknown) => void;
  readonly onError: ((error: Error) => void) | undefined;
}

/**
 * Calls and feeds over whichever port is attached. When the port is lost, calls that were sent are
 * rejected with UNAVAILABLE (they may have been done); feeds, and calls not yet sent, wait for the
 * next port.
 */
export class Caller {
  #port: Port | undefined;
  /** Why calls fail at once. */
  #refusal: RpcError | undefined;
  #closed = false;
  #lastId = 0;
  readonly #calls = new Map<number, CallUnderWay>();
  readonly #feeds = new Map<number, Subscription>();

  /** From now on everything goes over this port; feeds are subscribed to again. */
  attach(port: Port): void {
    if (this.#port) this.detach();
    this.#port = port;
    this.#refusal = undefined;
    port.onMessage(message => {
      // A server sends nothing but responses.
      if (this.#port === port) this.#receive(message as Response);
    });
    for (const { request } of this.#feeds.values()) port.send(request);
    for (const [id, call] of this.#calls) this.#sendCall(id, call);
  }

  detach(): void {
    this.#port = undefined;
    for (const call of [...this.#calls.values()]) if (call.sent) call.settle({ error: portLost() });
  }

  /** No port is in sight: calls fail until one is attached all the same; feeds wait for it. */
  giveUp(error: RpcError): void {
    this.#port = undefined;
    this.#refusal = error;
    for (const call of [...this.#calls.values()]) call.settle({ error });
  }

  /** No port will ever come: feeds fail, too. */
  close(error: RpcError = portLost()): void {
    this.giveUp(error);
    this.#closed = true;
    const feeds = [...this.#feeds.values()];
    this.#feeds.clear();
    for (const { onError } of feeds) onError?.(error);
  }

  call(path: string, params: unknown, options: CallOptions<unknown> = {}): Promise<unknown> {
    const { signal, onProgress } = options;
    if (signal?.aborted) return Promise.reject(callCancelled());
    if (this.#refusal) return Promise.reject(this.#refusal);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const cancel = () => {
        if (call.sent) this.#port?.send({ kind: 'cancel', id });
        call.settle({ error: callCancelled() });
      };
      const call: CallUnderWay = {
        request: { kind: 'call', id, path, params },
        sent: false,
        onProgress,
        settle: outcome => {
          this.#calls.delete(id);
          signal?.removeEventListener('abort', cancel);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.value);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#calls.set(id, call);
      this.#sendCall(id, call);
    });
  }

  subscribe(
    path: string,
    params: unknown,
    listener: (event: unknown) => void,
    onError?: (error: Error) => void,
  ): Dispose {
    if (this.#closed) {
      queueMicrotask(() => onError?.(portLost()));
      return () => undefined;
    }
    const id = ++this.#lastId;
    const request: Request = { kind: 'subscribe', id, path, params };
    this.#port?.send(request);
    this.#feeds.set(id, { request, listener, onError });
    return () => {
      if (this.#feeds.delete(id)) this.#port?.send({ kind: 'dispose', id });
    };
  }

  #sendCall(id: number, call: CallUnderWay): void {
    if (!this.#port || call.sent) return;
    try {
      this.#port.send(call.request);
      call.sent = true;
    } catch (cause) {
      const message = `The parameters of call ${id} cannot cross: ${String(cause)}`;
      call.settle({ error: new RpcError({ code: 'BAD_INPUT', message }) });
    }
  }

  #receive(response: Response): void {
    const call = this.#calls.get(response.id);
    const feed = this.#feeds.get(response.id);
    switch (response.kind) {
      case 'result':
        call?.settle({ value: response.value });
        break;
      case 'progress':
        call?.onProgress?.(response.value);
        break;
      case 'event':
        feed?.listener(response.value);
        break;
      case 'error': {
        const error = new RpcError(response.error);
        call?.settle({ error });
        if (this.#feeds.delete(response.id)) feed?.onError?.(error);
        break;
      }
    }
  }
}
