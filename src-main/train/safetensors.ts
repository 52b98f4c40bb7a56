import { badInput } from '../base/errors.js';
import type { TensorSpec } from '../compute/program.js';

/**
 * The safetensors format (huggingface/safetensors, format.md): u64 length of the header, a JSON header
 * {name: {dtype, shape, data_offsets}, __metadata__: {string: string}}, then the arrays without gaps,
 * little-endian. Arrays are written in order of their names, so that equal contents are equal bytes.
 */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export interface Safetensors {
  readonly tensors: Readonly<Record<string, NamedArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const DTYPES = { float32: 'F32', int32: 'I32' } as const;
const MAX_HEADER_BYTES = 100_000_000;

/** Bytes of a safetensors file. */
export function encodeSafetensors(content: Safetensors): Uint8Array {
  const names = Object.keys(content.tensors).sort();
  const header: Record<string, unknown> = { __metadata__: content.metadata };
  let end = 0;
  for (const name of names) {
    const { shape, values } = content.tensors[name]!;
    const start = end;
    end += values.byteLength;
    const dtype = values instanceof Int32Array ? DTYPES.int32 : DTYPES.float32;
    header[name] = { dtype, shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // The format wants the arrays aligned; the header is padded with spaces.
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes).set(text, 8);
  let at = 8 + headerBytes;
  for (const name of names) {
    const { values } = content.tensors[name]!;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Reads a safetensors file with F32 and I32 arrays. BAD_INPUT with `place` when it is not one. */
export function decodeSafetensors(bytes: Uint8Array, place: string): Safetensors {
  const broken = (what: string, cause?: unknown) =>
    badInput(`not a whole safetensors file: ${what}.`, {
      where: place,
      remedy: 'Restore the file from a copy, or train the run again.',
      cause,
    });
  if (bytes.length < 8) throw broken(`${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > bytes.length)
    throw broken(`its header would be ${headerBytes} bytes long`);
  let header: Record<string, HeaderEntry>;
  let metadata: Record<string, string>;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      bytes.subarray(8, 8 + headerBytes),
    );
    const { __metadata__, ...entries } = JSON.parse(text) as Record<string, HeaderEntry> & {
      __metadata__?: Record<string, string>;
    };
    header = entries;
    metadata = __metadata__ ?? {};
  } catch (cause) {
    throw broken('its header is not JSON', cause);
  }
  const body = bytes.subarray(8 + headerBytes);
  const tensors: Record<string, NamedArray> = {};
  let covered = 0;
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    const [start, end] = data_offsets;
    const length = shape.reduce((product, size) => product * size, 1);
    if (dtype !== DTYPES.float32 && dtype !== DTYPES.int32)
      throw broken(`"${name}" has the type ${dtype}`);
    if (end - start !== 4 * length || start < 0 || end > body.length)
      throw broken(`"${name}" does not lie inside it`);
    covered += end - start;
    const { buffer } = new Uint8Array(body.subarray(start, end));
    tensors[name] = {
      shape,
      values: dtype === DTYPES.int32 ? new Int32Array(buffer) : new Float32Array(buffer),
    };
  }
  if (covered !== body.length) throw broken(`${body.length - covered} bytes belong to no array`);
  return { tensors, metadata };
}

/** Arrays with the shapes of `specs`; a spec without values is a mistake of the caller. */
export function withShapes(
  values: Readonly<Record<string, Float32Array | Int32Array>>,
  specs: Readonly<Record<string, TensorSpec>>,
): Record<string, NamedArray> {
  return Object.fromEntries(
    Object.entries(values).map(([name, array]) => {
      const spec = specs[name];
      if (!spec) throw new Error(`internal: no shape for "${name}"`);
      return [name, { shape: spec.shape, values: array }];
    }),
  );
}
