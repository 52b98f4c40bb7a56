/**
 * Column files: the binary form of timelines and pins. Little-endian typed arrays behind a versioned
 * header with a CRC-32 of each column, read straight into SharedArrayBuffers. Not Parquet: opening
 * one passes through no JavaScript object, and any stretch of a column can be read on its own.
 *
 *   "PFCOLUMN" · u32 version · u32 bytes of the header · JSON header, padded to 64 · columns, each at 64
 */
import { fstatSync, readSync } from 'node:fs';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';

export const COLUMN_FILE_VERSION = 1;
const MAGIC = 'PFCOLUMN';
const ALIGNMENT = 64;
export const READ_BYTES = 64 * 1024 * 1024;

interface Arrays {
  u8: Uint8Array;
  u32: Uint32Array;
  i32: Int32Array;
  f32: Float32Array;
  f64: Float64Array;
}
export type ColumnType = keyof Arrays;
export type ColumnArray<T extends ColumnType> = Arrays[T];
export const ARRAYS: {
  readonly [T in ColumnType]: {
    new (buffer: ArrayBufferLike): Arrays[T];
    readonly BYTES_PER_ELEMENT: number;
  };
} = { u8: Uint8Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array, f64: Float64Array };
export type AnyColumn = ColumnArray<ColumnType>;

const headerSchema = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['u8', 'u32', 'i32', 'f32', 'f64']),
      length: z.int().min(0),
      offset: z.int().min(0),
      crc32: z.string().length(8),
    }),
  ),
});
export type ColumnEntry = z.infer<typeof headerSchema>['columns'][number];

export function readHeader(path: string, descriptor: number): ColumnEntry[] {
  const size = fstatSync(descriptor).size;
  const start = Buffer.alloc(16);
  if (size < 16) throw damaged(path, `it has ${size} bytes`);
  readFully(path, descriptor, start, 0);
  if (start.toString('latin1', 0, 8) !== MAGIC) throw damaged(path, 'it is no column file');
  const version = start.readUInt32LE(8);
  if (version > COLUMN_FILE_VERSION)
    throw new StudioError(
      'CONFLICT',
      `the file has version ${version}; this program knows up to ${COLUMN_FILE_VERSION}.`,
      { where: path, remedy: 'Update PinnerFormer Studio.' },
    );
  const headerBytes = start.readUInt32LE(12);
  if (headerBytes > size) throw damaged(path, 'it is cut short');
  const header = Buffer.alloc(headerBytes - 16);
  readFully(path, descriptor, header, 16);
  let columns: ColumnEntry[];
  try {
    columns = headerSchema.parse(JSON.parse(header.toString('utf8'))).columns;
  } catch (cause) {
    throw damaged(path, 'its header cannot be read', cause);
  }
  for (const { offset, length, type } of columns)
    if (offset + length * ARRAYS[type].BYTES_PER_ELEMENT > size)
      throw damaged(path, 'it is cut short');
  return columns;
}

export function encodeHeader(entries: readonly ColumnEntry[], headerBytes: number): Buffer {
  const buffer = Buffer.alloc(headerBytes, 0x20);
  buffer.write(MAGIC, 0, 'latin1');
  buffer.writeUInt32LE(COLUMN_FILE_VERSION, 8);
  buffer.writeUInt32LE(headerBytes, 12);
  const json = JSON.stringify({ columns: entries });
  if (json.length > headerBytes - 16) throw new Error('internal: column header overflow');
  buffer.write(json, 16, 'utf8');
  return buffer;
}

export function damaged(path: string, what: string, cause?: unknown): StudioError {
  return badInput(`the file is damaged: ${what}.`, {
    where: path,
    remedy: 'Import the data set again under a new name.',
    cause,
  });
}

export function readFully(path: string, descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.byteLength; ) {
    const read = readSync(descriptor, bytes, done, bytes.byteLength - done, at + done);
    if (read === 0) throw damaged(path, 'it is cut short');
    done += read;
  }
}

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

export function requireLittleEndian(path: string): void {
  if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1)
    throw new StudioError('UNAVAILABLE', 'column files need a little-endian machine.', {
      where: path,
    });
}
