import { type HostArray, newArray, type TensorSpec } from './program.js';

/** Copies of inputs that come in shared memory, which the runtime does not take; each is kept and used again. */
export class Unshared {
  readonly #copies = new Map<string, HostArray>();

  /** The array itself, or the copy of its present values where its memory is shared. */
  of(name: string, value: HostArray, spec: TensorSpec): HostArray {
    if (!(value.buffer instanceof SharedArrayBuffer)) return value;
    const copy = this.#copies.get(name) ?? newArray(spec);
    this.#copies.set(name, copy);
    copy.set(value);
    return copy;
  }
}
