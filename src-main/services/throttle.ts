/** Progress a person can follow: more often than this only costs. */
export const PROGRESS_INTERVAL_MS = 100;

export interface Throttled<T> {
  /** Passes the value on at once when the interval has gone by; else keeps it, replacing an older one. */
  push(value: T): void;
  /** Passes on what is kept; called before a job's last message so that the end is never lost. */
  flush(): void;
}

/**
 * At most one value an interval, the latest wins, and the last one is never lost. `now` is a
 * parameter for tests; a kept value waits for the next push or flush, no timer is needed.
 */
export function throttleLatest<T>(
  emit: (value: T) => void,
  intervalMs = PROGRESS_INTERVAL_MS,
  now: () => number = () => performance.now(),
): Throttled<T> {
  let emittedAt = Number.NEGATIVE_INFINITY;
  let kept: { readonly value: T } | undefined;
  return {
    push(value) {
      const at = now();
      if (at - emittedAt < intervalMs) {
        kept = { value };
        return;
      }
      emittedAt = at;
      kept = undefined;
      emit(value);
    },
    flush() {
      if (!kept) return;
      const { value } = kept;
      kept = undefined;
      emittedAt = now();
      emit(value);
    },
  };
}
