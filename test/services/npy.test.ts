import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { npyMatrix, npyRecords } from '../../src-main/services/npy.js';

/** What stands before the values: the dict of the header, and where the values begin. */
function headerOf(bytes: Uint8Array): { version: number; dict: string; start: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  expect(buffer.toString('latin1', 0, 6)).toBe('\x93NUMPY');
  const version = bytes[6] ?? 0;
  const prefix = version === 1 ? 10 : 12;
  const length = version === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8);
  return {
    version,
    dict: buffer.toString('utf8', prefix, prefix + length).trim(),
    start: prefix + length,
  };
}

describe('a matrix as .npy', () => {
  it('is magic, version, dict and little-endian rows', () => {
    const bytes = npyMatrix(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2);
    const { version, dict, start } = headerOf(bytes);
    expect(version).toBe(1);
    expect(dict).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }");
    expect(start % 64).toBe(0);
    expect(bytes[start - 1]).toBe(0x0a);
    expect(new Float32Array(bytes.slice(start).buffer)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  it('may have no rows', () => {
    const bytes = npyMatrix(new Float32Array(0), 0, 64);
    expect(headerOf(bytes).dict).toContain("'shape': (0, 64)");
    expect(headerOf(bytes).start).toBe(bytes.length);
  });

  it('begins its values at a multiple of 64 for any shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 }), (n, d) => {
        const bytes = npyMatrix(new Float32Array(n * d), n, d);
        const { start } = headerOf(bytes);
        expect(start % 64).toBe(0);
        expect(bytes.length - start).toBe(4 * n * d);
      }),
    );
  });
});

describe('records as .npy', () => {
  it('hold one field a column, text in the width of its longest', () => {
    const bytes = npyRecords([
      { name: 'user', values: ['a', 'ü😀'] },
      { name: 'at', values: Float64Array.of(1_281_657_600_000, -1), asInt64: true },
      { name: 'rank_once', values: Int32Array.of(1, -1) },
    ]);
    const { dict, start } = headerOf(bytes);
    expect(dict).toBe(
      "{'descr': [('user', '<U2'), ('at', '<i8'), ('rank_once', '<i4')], 'fortran_order': False, 'shape': (2,), }",
    );
    const view = new DataView(bytes.buffer, start);
    expect(view.byteLength).toBe(2 * 20);
    const codes = [0, 4, 20, 24].map(at => view.getUint32(at, true));
    expect(codes).toEqual([0x61, 0, 0xfc, 0x1f600]);
    expect([view.getBigInt64(8, true), view.getBigInt64(28, true)]).toEqual([1281657600000n, -1n]);
    expect([view.getInt32(16, true), view.getInt32(36, true)]).toEqual([1, -1]);
  });

  it('quote a name and change to version 3 where it is not ASCII', () => {
    const quoted = headerOf(npyRecords([{ name: "it's", values: Int32Array.of(1) }]));
    expect([quoted.version, quoted.dict]).toEqual([
      1,
      expect.stringContaining("('it\\'s', '<i4')"),
    ]);
    const wide = headerOf(npyRecords([{ name: 'größe', values: Int32Array.of(1) }]));
    expect([wide.version, wide.dict]).toEqual([3, expect.stringContaining("('größe', '<i4')")]);
  });
});
