import type { HostArray } from './program.js';

/** Copies of inputs that come in shared memory, which the runtime does not take; each is kept and used again. */
export class Unshared {
  readonly #copies = new Map<string, HostArray>();

  /** The array itself, or the copy of its present values where its memory is shared. */
  of(name: string, value: HostArray): HostArray {
    if (!(value.buffer instanceof SharedArrayBuffer)) return value;
    const known = this.#copies.get(name);
    const copy =
      known ?? new (value instanceof Float32Array ? Float32Array : Int32Array)(value.length);
    this.#copies.set(name, copy);
    copy.set(value);
    return copy;
  }
}
