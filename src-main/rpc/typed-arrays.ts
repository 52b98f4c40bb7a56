/** The kinds of typed array that cross a port. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

const constructors = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;

export type TypedArrayName = keyof typeof constructors;

export function isTypedArrayName(name: unknown): name is TypedArrayName {
  return typeof name === 'string' && Object.hasOwn(constructors, name);
}

/** The kind of a value that is a typed array (a Buffer is a Uint8Array), else undefined. */
export function typedArrayName(value: unknown): TypedArrayName | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name: unknown = Reflect.get(value, Symbol.toStringTag);
  return isTypedArrayName(name) ? name : undefined;
}

export function bytesPerElement(name: TypedArrayName): number {
  return constructors[name].BYTES_PER_ELEMENT;
}

/** A view on `length` elements of the buffer; the offset must suit the kind. */
export function typedArrayOn(
  name: TypedArrayName,
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number,
): TypedArray {
  return new constructors[name](buffer, byteOffset, length);
}

/** The bytes of the view, no more of its buffer. */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/**
 * The value with every typed array that sees only part of its buffer, or a shared one, copied:
 * structured clone would carry the whole buffer, and refuses a shared one between processes.
 */
export function withOwnBuffers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const name = typedArrayName(value);
  if (name !== undefined && ArrayBuffer.isView(value)) {
    const whole =
      value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength;
    if (whole) return value;
    const copy = bytesOf(value).slice();
    // A slice of a view on shared memory has a buffer of its own, which is not shared.
    const buffer = new Uint8Array(copy).buffer;
    return typedArrayOn(name, buffer, 0, buffer.byteLength / bytesPerElement(name));
  }
  if (Array.isArray(value)) {
    const copies = value.map(withOwnBuffers);
    return copies.every((copy, index) => Object.is(copy, value[index])) ? value : copies;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value);
  const copies = entries.map(([key, held]) => [key, withOwnBuffers(held)] as const);
  const same = copies.every(([, copy], index) => Object.is(copy, entries[index]?.[1]));
  return same ? value : Object.fromEntries(copies);
}
