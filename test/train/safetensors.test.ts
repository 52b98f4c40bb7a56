import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src-main/train/safetensors.js';

test('the bytes are those of the published format', () => {
  const bytes = encodeSafetensors({
    tensors: {
      b: { shape: [2], values: Int32Array.of(-1, 7) },
      a: { shape: [1, 1], values: Float32Array.of(1.5) },
    },
    metadata: { format: 'pt' },
  });
  // u64 length, the header padded by spaces to 8 bytes, then a before b without gaps.
  const header =
    '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},' +
    '"b":{"dtype":"I32","shape":[2],"data_offsets":[4,12]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  expect(Buffer.from(bytes).toString('hex')).toBe(
    Buffer.concat([
      length,
      Buffer.from(padded),
      Buffer.from('0000c03f' + 'ffffffff' + '07000000', 'hex'),
    ]).toString('hex'),
  );
});

test('what is written is read back, bit by bit, also through a file', async () => {
  const array = fc.oneof(
    fc.float32Array({ maxLength: 5 }),
    fc.int32Array({ maxLength: 5 }).map(values => Int32Array.from(values)),
  );
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const path = join(folder, 'x.safetensors');
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z.]{1,8}$/), array),
        fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
        async (arrays, metadata) => {
          const tensors = Object.fromEntries(
            Object.entries(arrays).map(([name, values]) => [
              name,
              { shape: [values.length], values },
            ]),
          );
          await fs.writeFile(path, encodeSafetensors({ tensors, metadata }));
          const read = decodeSafetensors(await fs.readFile(path), path);
          expect(read).toEqual({ tensors, metadata: { ...metadata } });
        },
      ),
      { numRuns: 40 },
    );
  } finally {
    await fs.rm(folder, { recursive: true });
  }
});

test('a file cut anywhere is refused with its place', () => {
  const bytes = encodeSafetensors({
    tensors: { a: { shape: [3], values: Float32Array.of(1, 2, 3) } },
    metadata: {},
  });
  for (let length = 0; length < bytes.length; length++)
    expect(() => decodeSafetensors(bytes.subarray(0, length), 'last.safetensors')).toThrow(
      /not a whole safetensors file/,
    );
});

test('an array of another type or that leaves the file is refused', () => {
  const withHeader = (header: string, body: number) => {
    const bytes = new Uint8Array(8 + header.length + body);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(new TextEncoder().encode(header), 8);
    return bytes;
  };
  const read = (header: string, body: number) => () =>
    decodeSafetensors(withHeader(header, body), 'x');
  expect(read('{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}', 4)).toThrow(/type F16/);
  expect(read('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 4)).toThrow(
    /not lie inside/,
  );
  expect(read('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 8)).toThrow(/belong to no/);
  expect(read('nonsense', 0)).toThrow(/header is not JSON/);
});
