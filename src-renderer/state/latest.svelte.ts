import type { PlainError } from '../../src-main/rpc/protocol.js';

/** An answer that follows its request: the last value stays while the next is on the way. */
export interface Latest<Value> {
  readonly value: Value | null;
  readonly error: PlainError | null;
  readonly pending: boolean;
  /** Something was asked, and there is neither an answer nor an error to show yet. */
  readonly awaited: boolean;
  /** Asks again for the same. */
  retry(): void;
}

/** An error of a client as it may be shown; what has no code is told as it is. */
export function shownError(error: unknown): PlainError {
  if (typeof error !== 'object' || error === null)
    return { code: 'INTERNAL', message: String(error) };
  const { code, message, where, remedy } = error as Partial<PlainError>;
  return { code: code ?? 'INTERNAL', message: message ?? String(error), where, remedy };
}

/**
 * Asks whenever the value of `request` changes, at most once per animation frame, and aborts what was asked
 * before: only the answer to the newest request counts. Requests are JSON, and equal ones the same question,
 * however often they are formed. A null request clears. Call it while a component starts.
 */
export function latest<Request, Value>(
  request: () => Request | null,
  ask: (request: Request, signal: AbortSignal) => Promise<Value>,
): Latest<Value> {
  let value = $state.raw<Value | null>(null);
  let error = $state.raw<PlainError | null>(null);
  let pending = $state(false);
  let retries = $state(0);

  const question = $derived(JSON.stringify(request()));
  $effect(() => {
    void retries;
    const asked = JSON.parse(question) as Request | null;
    if (asked === null) {
      value = null;
      error = null;
      pending = false;
      return undefined;
    }
    const abort = new AbortController();
    pending = true;
    const frame = requestAnimationFrame(() => {
      ask(asked, abort.signal).then(
        answer => {
          if (abort.signal.aborted) return;
          value = answer;
          error = null;
          pending = false;
        },
        (reason: unknown) => {
          if (abort.signal.aborted) return;
          const shown = shownError(reason);
          pending = false;
          // Displaced by a newer question of this channel: its answer is on the way.
          if (shown.code === 'CANCELLED') return;
          error = shown;
        },
      );
    });
    return () => {
      cancelAnimationFrame(frame);
      abort.abort();
    };
  });

  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get pending() {
      return pending;
    },
    get awaited() {
      return value === null && error === null && request() !== null;
    },
    retry() {
      retries += 1;
    },
  };
}
