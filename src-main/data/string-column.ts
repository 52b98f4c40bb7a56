import type { StringColumn } from './columns.js';
import { type ColumnFile, type ColumnSource, sharedColumn } from './shards.js';

/** UTF-8 bytes of all values and where each begins. */
export interface PackedStrings {
  /** Length n + 1. */
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Packs values for a column file; the bytes of all together must stay under 4 GiB. */
export function packStrings(values: readonly string[]): PackedStrings {
  const offsets = new Uint32Array(values.length + 1);
  let total = 0;
  values.forEach((value, index) => {
    total += Buffer.byteLength(value, 'utf8');
    offsets[index + 1] = total;
  });
  if (total > 0xffff_ffff) throw new RangeError('internal: a string column above 4 GiB');
  const bytes = Buffer.allocUnsafe(total);
  values.forEach((value, index) => {
    bytes.write(value, offsets[index]!, 'utf8');
  });
  return { offsets, bytes };
}

/** The two columns `<name>Offsets` and `<name>Bytes` of a column file. */
export function stringSources(name: string, values: readonly string[]): ColumnSource[] {
  const { offsets, bytes } = packStrings(values);
  return [
    { name: `${name}Offsets`, type: 'u32', length: offsets.length, values: offsets },
    {
      name: `${name}Bytes`,
      type: 'u8',
      length: bytes.length,
      values: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    },
  ];
}

/** A string column of a file, read when a value is first asked for. */
export function lazyStrings(file: ColumnFile, name: string): StringColumn {
  let strings: PackedStrings | undefined;
  const length = file.length(`${name}Offsets`) - 1;
  return stringColumn(length, () => {
    strings ??= {
      offsets: file.read(`${name}Offsets`, 'u32'),
      bytes: file.read(`${name}Bytes`, 'u8'),
    };
    return strings;
  });
}

/** A string column over values in memory. */
export function stringsOf(values: readonly string[]): StringColumn {
  const packed = packStrings(values);
  return stringColumn(values.length, () => packed);
}

function stringColumn(length: number, load: () => PackedStrings): StringColumn {
  let slots: Int32Array | undefined;
  const at = (index: number): string => {
    if (!(index >= 0 && index < length)) throw new RangeError(`internal: string ${index}`);
    const { offsets, bytes } = load();
    const start = offsets[index]!;
    const end = offsets[index + 1]!;
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  };
  return {
    length,
    at,
    indexOf(value) {
      slots ??= hashSlots(length, load());
      const wanted = Buffer.from(value, 'utf8');
      const mask = slots.length - 1;
      const { offsets, bytes } = load();
      for (let slot = hashBytes(wanted, 0, wanted.length) & mask; ; slot = (slot + 1) & mask) {
        const index = slots[slot]!;
        if (index < 0) return -1;
        const start = offsets[index]!;
        if (offsets[index + 1]! - start !== wanted.length) continue;
        let equal = 0;
        while (equal < wanted.length && bytes[start + equal] === wanted[equal]) equal++;
        if (equal === wanted.length) return index;
      }
    },
  };
}

/** Open addressing over the packed bytes, the first of equal values kept; −1 is an empty slot. */
function hashSlots(length: number, { offsets, bytes }: PackedStrings): Int32Array {
  let size = 2;
  while (size < 2 * length) size *= 2;
  const slots = sharedColumn('i32', size).fill(-1);
  for (let index = 0; index < length; index++) {
    let slot = hashBytes(bytes, offsets[index]!, offsets[index + 1]!) & (size - 1);
    while (slots[slot]! >= 0) slot = (slot + 1) & (size - 1);
    slots[slot] = index;
  }
  return slots;
}

/** FNV-1a over bytes start … end − 1, its high bits folded in. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
