import { createHash } from 'node:crypto';
import { closeSync, promises as fs, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { StudioError } from '../base/errors.js';
import { withTemporaryFile } from '../base/files.js';
import {
  type AnyColumn,
  ARRAYS,
  align,
  type ColumnArray,
  type ColumnEntry,
  type ColumnType,
  damaged,
  encodeHeader,
  READ_BYTES,
  readFully,
  readHeader,
  requireLittleEndian,
} from './column-format.js';

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
