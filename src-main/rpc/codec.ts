/**
 * Messages as bytes, for a transport that has no structured clone:
 *
 *     u32 length of the header | header, JSON in UTF-8 | array | array | …
 *
 * The header and each array are padded to a multiple of 8 bytes, counted from the frame's start, so
 * that arrays are read in place. What JSON has no word for (typed arrays, NaN, infinities, −0,
 * undefined) is null in the header's value and listed beside it with its path. Little-endian.
 */
import {
  bytesOf,
  bytesPerElement,
  isTypedArrayName,
  type TypedArrayName,
  typedArrayName,
  typedArrayOn,
} from './typed-arrays.js';

type Path = readonly (string | number)[];

/** What stands at a path in place of the null. */
type Leaf =
  | { readonly path: Path; readonly array: TypedArrayName; readonly length: number }
  | { readonly path: Path; readonly number: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { readonly path: Path; readonly undefined: true };

interface Header {
  readonly value: unknown;
  readonly leaves: readonly Leaf[];
}

const ALIGNMENT = 8;
const LENGTH_BYTES = 4;
const padded = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** One frame. A value that cannot cross (a function, a Date, a Map, a bigint) is a TypeError with its path. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const leaves: Leaf[] = [];
  const arrays: Uint8Array[] = [];
  const plain = takeOut(value, [], leaves, arrays);
  const header: Header = { value: plain, leaves };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = padded(LENGTH_BYTES + json.byteLength);
  const total = arrays.reduce((sum, bytes) => sum + padded(bytes.byteLength), start);
  const frame = new Uint8Array(total);
  new DataView(frame.buffer).setUint32(0, json.byteLength, true);
  frame.set(json, LENGTH_BYTES);
  let offset = start;
  for (const bytes of arrays) {
    frame.set(bytes, offset);
    offset += padded(bytes.byteLength);
  }
  return frame;
}

/** The value of a frame; its arrays are views on the frame's bytes. A frame that is no such is a RangeError. */
export function decode(frame: Uint8Array): unknown {
  const bytes = aligned(frame);
  const buffer = bytes.buffer;
  if (bytes.byteLength < LENGTH_BYTES)
    throw new RangeError('The frame is shorter than its length.');
  const length = new DataView(buffer, bytes.byteOffset).getUint32(0, true);
  if (LENGTH_BYTES + length > bytes.byteLength)
    throw new RangeError(`The frame's header of ${length} bytes does not fit in it.`);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  const root = { value: header.value };
  let offset = padded(LENGTH_BYTES + length);
  for (const leaf of header.leaves) {
    put(root, ['value', ...leaf.path], restored(leaf));
  }
  return root.value;

  function restored(leaf: Leaf): unknown {
    if ('number' in leaf) return Number(leaf.number);
    if ('undefined' in leaf) return undefined;
    if (!isTypedArrayName(leaf.array)) throw new RangeError(`There is no array ${leaf.array}.`);
    const size = leaf.length * bytesPerElement(leaf.array);
    if (!(size >= 0 && offset + size <= bytes.byteLength))
      throw new RangeError(`An array of ${size} bytes does not fit in the frame.`);
    const array = typedArrayOn(leaf.array, buffer, bytes.byteOffset + offset, leaf.length);
    offset += padded(size);
    return array;
  }
}

/** The value as JSON takes it, with what JSON does not take moved to `leaves` and `arrays`. */
function takeOut(value: unknown, path: Path, leaves: Leaf[], arrays: Uint8Array[]): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      leaves.push({ path, undefined: true });
      return null;
    case 'number': {
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      const number = Object.is(value, -0)
        ? '-0'
        : value > 0
          ? 'Infinity'
          : value < 0
            ? '-Infinity'
            : 'NaN';
      leaves.push({ path, number });
      return null;
    }
    case 'object':
      return value === null ? null : takeOutOfObject(value, path, leaves, arrays);
    default:
      throw new TypeError(`A ${typeof value} cannot cross: ${path.join('.')}.`);
  }
}

function takeOutOfObject(value: object, path: Path, leaves: Leaf[], arrays: Uint8Array[]): unknown {
  const array = typedArrayName(value);
  if (array !== undefined && ArrayBuffer.isView(value)) {
    leaves.push({ path, array, length: value.byteLength / bytesPerElement(array) });
    arrays.push(bytesOf(value));
    return null;
  }
  if (Array.isArray(value))
    return value.map((item: unknown, index) => takeOut(item, [...path, index], leaves, arrays));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`A ${value.constructor.name} cannot cross: ${path.join('.')}.`);
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [
      key,
      takeOut(held, [...path, key], leaves, arrays),
    ]),
  );
}

/** Sets what stands at the path, which must be there already. */
function put(root: object, path: Path, value: unknown): void {
  let holder: unknown = root;
  for (const [depth, key] of path.entries()) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key))
      throw new RangeError(`The frame has nothing at ${path.join('.')}.`);
    if (depth === path.length - 1) {
      // Not an assignment: a key may be `__proto__`.
      Object.defineProperty(holder, key, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
      return;
    }
    holder = Reflect.get(holder, key);
  }
}

function parseHeader(json: Uint8Array): Header {
  const header: unknown = JSON.parse(new TextDecoder().decode(json));
  if (typeof header !== 'object' || header === null || !('leaves' in header))
    throw new RangeError('The frame has no header.');
  if (!Array.isArray(header.leaves)) throw new RangeError("The frame's leaves are no list.");
  return { value: 'value' in header ? header.value : undefined, leaves: header.leaves };
}

/** The frame where 8-byte elements may be read from it: as it is, or copied. */
function aligned(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = frame;
  if (buffer instanceof ArrayBuffer && byteOffset % ALIGNMENT === 0)
    return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(frame);
}
