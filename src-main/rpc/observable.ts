import type { Dispose } from './procedure.js';

/** A value that changes; a Svelte store, too. */
export interface Observable<T> {
  get(): T;
  /** Tells the value now, and again after each change, until disposed of. */
  subscribe(listener: (value: T) => void): Dispose;
}

export class Subject<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  subscribe(listener: (value: T) => void): Dispose {
    // A listener of its own, so that a function that is passed twice is told twice.
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    own(this.#value);
    return () => void this.#listeners.delete(own);
  }
}
