import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ColumnFile, writeColumnFile } from '../../src-main/data/shards.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  path = join(folder, 'columns.col');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const write = (times: number[], bytes: number[]) =>
  writeColumnFile(path, [
    { name: 'atMs', type: 'f64', length: times.length, values: Float64Array.from(times) },
    { name: 'type', type: 'u8', length: bytes.length, values: Uint8Array.from(bytes) },
  ]);

test('what is written is read back, whole and in slices', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noNaN: true }), { maxLength: 50 }),
      fc.array(fc.nat(255), { maxLength: 200 }),
      fc.nat(49),
      async (times, bytes, cut) => {
        await write(times, bytes);
        const file = ColumnFile.open(path);
        expect([...file.read('atMs', 'f64')]).toEqual(times);
        expect([...file.read('type', 'u8')]).toEqual(bytes);
        const start = Math.min(cut, times.length);
        expect([...file.slice('atMs', 'f64', start, times.length)]).toEqual(times.slice(start));
        expect(file.read('type', 'u8').buffer).toBeInstanceOf(SharedArrayBuffer);
        file.close();
      },
    ),
    { numRuns: 30 },
  );
});

test('a column in pieces is the same file as a column at once', async () => {
  const whole = await write([1, 2, 3], []);
  const pieces = await writeColumnFile(path, [
    {
      name: 'atMs',
      type: 'f64',
      length: 3,
      values: [Float64Array.of(1), Float64Array.of(2, 3)],
    },
    { name: 'type', type: 'u8', length: 0, values: [] },
  ]);
  expect(pieces).toEqual(whole);
});

test('a changed byte is found by its checksum', async () => {
  await write([1, 2, 3], [4, 5]);
  const bytes = await fs.readFile(path);
  bytes[bytes.length - 64] = 99;
  await fs.writeFile(path, bytes);
  const file = ColumnFile.open(path);
  expect([...file.read('atMs', 'f64')]).toEqual([1, 2, 3]);
  expect(() => file.read('type', 'u8')).toThrowError(
    expect.objectContaining({
      code: 'BAD_INPUT',
      message: expect.stringContaining('does not match its checksum'),
      where: path,
    }),
  );
});

test('a file that is cut short is refused when it is opened', async () => {
  await write([1, 2, 3], [4, 5]);
  const bytes = await fs.readFile(path);
  for (const length of [0, 8, 40, 200, bytes.length - 64]) {
    await fs.writeFile(path, bytes.subarray(0, length));
    expect(() => ColumnFile.open(path)).toThrowError(
      expect.objectContaining({ code: 'BAD_INPUT', where: path }),
    );
  }
});

test('a file of a newer version is refused', async () => {
  await write([1], []);
  const bytes = await fs.readFile(path);
  bytes.writeUInt32LE(2, 8);
  await fs.writeFile(path, bytes);
  expect(() => ColumnFile.open(path)).toThrowError(expect.objectContaining({ code: 'CONFLICT' }));
});

test('a missing file is NOT_FOUND with its place', () => {
  expect(() => ColumnFile.open(path)).toThrowError(
    expect.objectContaining({ code: 'NOT_FOUND', where: path }),
  );
});
