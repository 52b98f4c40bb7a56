/**
 * Column files: the binary form of timelines and pins. Little-endian typed arrays behind a versioned
 * header with a CRC-32 of each column, read straight into SharedArrayBuffers. Not Parquet: opening
 * one passes through no JavaScript object, and any stretch of a column can be read on its own.
 *
 *   "PFCOLUMN" · u32 version · u32 bytes of the header · JSON header, padded to 64 · columns, each at 64
 */
import { createHash } from 'node:crypto';
import { closeSync, promises as fs, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { withTemporaryFile } from '../base/files.js';

export const COLUMN_FILE_VERSION = 1;
const MAGIC = 'PFCOLUMN';
const ALIGNMENT = 64;
const READ_BYTES = 64 * 1024 * 1024;

interface Arrays {
  u8: Uint8Array;
  u32: Uint32Array;
  i32: Int32Array;
  f32: Float32Array;
  f64: Float64Array;
}
export type ColumnType = keyof Arrays;
export type ColumnArray<T extends ColumnType> = Arrays[T];
const ARRAYS: {
  readonly [T in ColumnType]: {
    new (buffer: ArrayBufferLike): Arrays[T];
    readonly BYTES_PER_ELEMENT: number;
  };
} = { u8: Uint8Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array, f64: Float64Array };
type AnyColumn = ColumnArray<ColumnType>;

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
type ColumnEntry = z.infer<typeof headerSchema>['columns'][number];

/** A column to be written: whole, or in pieces that add up to `length` values. */
export interface ColumnSource {
  readonly name: string;
  readonly type: ColumnType;
  readonly length: number;
  readonly values: AnyColumn | Iterable<AnyColumn>;
}

/** Writes a column file in one step; returns its size and the SHA-256 of names, types and values. */
export async function writeColumnFile(
  path: string,
  sources: readonly ColumnSource[],
): Promise<{ bytes: number; sha256: string }> {
  requireLittleEndian(path);
  const entries: ColumnEntry[] = sources.map(({ name, type, length }) => ({
    name,
    type,
    length,
    offset: 0,
    crc32: '00000000',
  }));
  // The header is written last; sixteen more digits for each offset keep its room certain.
  const headerBytes = align(16 + JSON.stringify({ columns: entries }).length + entries.length * 16);
  let end = headerBytes;
  for (const entry of entries) {
    entry.offset = end;
    end = align(end + entry.length * ARRAYS[entry.type].BYTES_PER_ELEMENT);
  }
  const sha = createHash('sha256');
  await withTemporaryFile(path, async temporary => {
    const file = await fs.open(temporary, 'wx');
    try {
      for (const [index, source] of sources.entries()) {
        const entry = entries[index]!;
        sha.update(`${entry.name} ${entry.type} ${entry.length}\n`);
        let crc = 0;
        let position = entry.offset;
        for (const piece of pieces(source.values)) {
          const bytes = bytesOf(piece);
          sha.update(bytes);
          crc = crc32(bytes, crc);
          await writeFully(file, bytes, position);
          position += bytes.byteLength;
        }
        const expected = entry.offset + entry.length * ARRAYS[entry.type].BYTES_PER_ELEMENT;
        if (position !== expected)
          throw new Error(`internal: column ${entry.name} has ${position}, not ${expected} bytes`);
        entry.crc32 = crc.toString(16).padStart(8, '0');
      }
      await writeFully(file, encodeHeader(entries, headerBytes), 0);
      await file.truncate(end);
      await file.sync();
    } finally {
      await file.close();
    }
  });
  return { bytes: end, sha256: sha.digest('hex') };
}

/** A column file opened for reading; the file stays open so that a deleted one can be read on. */
export class ColumnFile {
  readonly #descriptor: number;
  readonly #columns: ReadonlyMap<string, ColumnEntry>;

  private constructor(
    readonly path: string,
    descriptor: number,
    columns: readonly ColumnEntry[],
  ) {
    this.#descriptor = descriptor;
    this.#columns = new Map(columns.map(entry => [entry.name, entry]));
    descriptors.register(this, descriptor, this);
  }

  /** Reads the header only. NOT_FOUND, CONFLICT (newer version) or BAD_INPUT (damaged). */
  static open(path: string): ColumnFile {
    requireLittleEndian(path);
    let descriptor: number;
    try {
      descriptor = openSync(path, 'r');
    } catch (cause) {
      throw new StudioError('NOT_FOUND', 'a file of the data set is missing or unreadable.', {
        where: path,
        remedy: 'Import the data set again under a new name.',
        cause,
      });
    }
    try {
      return new ColumnFile(path, descriptor, readHeader(path, descriptor));
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  length(name: string): number {
    return this.#entry(name).length;
  }

  /** The whole column over a SharedArrayBuffer of its own; its checksum is verified. */
  read<T extends ColumnType>(name: string, type: T): ColumnArray<T> {
    const values = sharedColumn(type, this.#entry(name).length);
    this.readInto(name, values, 0);
    return values;
  }

  /** As read, into `target` from `at` on. */
  readInto(name: string, target: AnyColumn, at: number): void {
    const entry = this.#entry(name);
    if (target.BYTES_PER_ELEMENT !== ARRAYS[entry.type].BYTES_PER_ELEMENT)
      throw new Error(`internal: ${this.path}: column ${name} is ${entry.type}`);
    const bytes = bytesOf(target.subarray(at, at + entry.length));
    let crc = 0;
    for (let done = 0; done < bytes.byteLength; ) {
      const part = bytes.subarray(done, done + READ_BYTES);
      readFully(this.path, this.#descriptor, part, entry.offset + done);
      crc = crc32(part, crc);
      done += part.byteLength;
    }
    if (crc.toString(16).padStart(8, '0') !== entry.crc32)
      throw damaged(this.path, `column ${name} does not match its checksum`);
  }

  /** Values start … end − 1 of a column, read alone (no checksum), into ordinary memory. */
  slice<T extends ColumnType>(name: string, type: T, start: number, end: number): ColumnArray<T> {
    const entry = this.#entry(name);
    const size = ARRAYS[entry.type].BYTES_PER_ELEMENT;
    const buffer = new ArrayBuffer((end - start) * size);
    readFully(this.path, this.#descriptor, new Uint8Array(buffer), entry.offset + start * size);
    return new ARRAYS[type](buffer);
  }

  close(): void {
    descriptors.unregister(this);
    closeSync(this.#descriptor);
  }

  #entry(name: string): ColumnEntry {
    const entry = this.#columns.get(name);
    if (!entry) throw damaged(this.path, `column ${name} is missing`);
    return entry;
  }
}

/** Closes the files of data sets that were dropped without being closed. */
const descriptors = new FinalizationRegistry<number>(descriptor => {
  try {
    closeSync(descriptor);
  } catch {
    // Closed already.
  }
});

/** A zeroed column that worker threads can share. */
export function sharedColumn<T extends ColumnType>(type: T, length: number): ColumnArray<T> {
  const buffer = new SharedArrayBuffer(length * ARRAYS[type].BYTES_PER_ELEMENT);
  return new ARRAYS[type](buffer);
}

function readHeader(path: string, descriptor: number): ColumnEntry[] {
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

function encodeHeader(entries: readonly ColumnEntry[], headerBytes: number): Buffer {
  const buffer = Buffer.alloc(headerBytes, 0x20);
  buffer.write(MAGIC, 0, 'latin1');
  buffer.writeUInt32LE(COLUMN_FILE_VERSION, 8);
  buffer.writeUInt32LE(headerBytes, 12);
  const json = JSON.stringify({ columns: entries });
  if (json.length > headerBytes - 16) throw new Error('internal: column header overflow');
  buffer.write(json, 16, 'utf8');
  return buffer;
}

function damaged(path: string, what: string, cause?: unknown): StudioError {
  return badInput(`the file is damaged: ${what}.`, {
    where: path,
    remedy: 'Import the data set again under a new name.',
    cause,
  });
}

function bytesOf(values: AnyColumn): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function pieces(values: AnyColumn | Iterable<AnyColumn>): Iterable<AnyColumn> {
  return ArrayBuffer.isView(values) ? [values as AnyColumn] : (values as Iterable<AnyColumn>);
}

async function writeFully(file: fs.FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const length = Math.min(READ_BYTES, bytes.byteLength - done);
    done += (await file.write(bytes, done, length, at + done)).bytesWritten;
  }
}

function readFully(path: string, descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.byteLength; ) {
    const read = readSync(descriptor, bytes, done, bytes.byteLength - done, at + done);
    if (read === 0) throw damaged(path, 'it is cut short');
    done += read;
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function requireLittleEndian(path: string): void {
  if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1)
    throw new StudioError('UNAVAILABLE', 'column files need a little-endian machine.', {
      where: path,
    });
}
