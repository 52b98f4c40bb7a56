/** A map that forgets what was not asked for longest, once it holds more than `capacity` entries. */
export class Lru<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #capacity: number;
  readonly #onForgotten: ((value: Value, key: Key) => void) | undefined;

  constructor(capacity: number, onForgotten?: (value: Value, key: Key) => void) {
    this.#capacity = capacity;
    this.#onForgotten = onForgotten;
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    for (const [oldest, forgotten] of this.#entries) {
      if (this.#entries.size <= this.#capacity) break;
      this.#entries.delete(oldest);
      this.#onForgotten?.(forgotten, oldest);
    }
  }

  /** Forgets one as if it had not been asked for longest. */
  delete(key: Key): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#onForgotten?.(value, key);
  }

  clear(): void {
    for (const [key, value] of this.#entries) this.#onForgotten?.(value, key);
    this.#entries.clear();
  }
}
