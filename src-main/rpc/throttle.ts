/** How often progress crosses a port at most: more a person does not see. */
export const PROGRESS_INTERVAL_MS = 100;

export interface Throttled<T> {
  /** Emits at once when the interval has gone by, else at its end, unless a newer value replaces it. */
  push(value: T): void;
  /** Emits what waits, now: the last value is never lost. */
  flush(): void;
  /** Drops what waits; nothing is emitted after it. */
  stop(): void;
}

/** At most one value an interval; the latest wins. */
export function throttle<T>(
  emit: (value: T) => void,
  intervalMs = PROGRESS_INTERVAL_MS,
): Throttled<T> {
  let waiting: { readonly value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const flush = () => {
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    emit(value);
  };
  const pause = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!waiting) return;
      pause();
      flush();
    }, intervalMs);
  };
  return {
    push(value) {
      if (stopped) return;
      waiting = { value };
      if (timer !== undefined) return;
      pause();
      flush();
    },
    flush,
    stop() {
      stopped = true;
      waiting = undefined;
      clearTimeout(timer);
    },
  };
}
