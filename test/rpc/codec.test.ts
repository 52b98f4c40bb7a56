import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../../src-main/rpc/codec.js';

const typedArray = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
);

/** Anything that may stand in a message, nested. */
const { value: anyValue } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, undefined, true, false, Number.NaN, -0, Number.POSITIVE_INFINITY),
    fc.double(),
    fc.string({ unit: 'binary' }),
    typedArray,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'leaves')), tie('value'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
}));

test('what is decoded is what was encoded', () => {
  fc.assert(
    fc.property(anyValue, value => {
      expect(decode(encode(value))).toStrictEqual(value);
    }),
  );
});

test('a frame is read from wherever it lies in a buffer', () => {
  fc.assert(
    fc.property(anyValue, fc.integer({ min: 0, max: 17 }), (value, offset) => {
      const frame = encode(value);
      const buffer = new Uint8Array(offset + frame.byteLength + 3);
      buffer.set(frame, offset);
      const view = buffer.subarray(offset, offset + frame.byteLength);
      expect(decode(view)).toStrictEqual(value);
    }),
  );
});

test('a frame cut short is refused, never read past its end', () => {
  fc.assert(
    fc.property(typedArray, fc.nat(), (array, cut) => {
      const frame = encode({ array });
      const needed = 4 + new DataView(frame.buffer).getUint32(0, true);
      const length = cut % Math.max(needed, frame.byteLength - 7);
      expect(() => decode(frame.subarray(0, length))).toThrow();
    }),
  );
});

test('arrays are views on the frame, each on a multiple of eight bytes', () => {
  const sent = { bytes: Uint8Array.of(1, 2, 3), times: Float64Array.of(1.5, -0) };
  const frame = encode(sent);
  const read = decode(frame) as typeof sent;
  expect(read).toStrictEqual(sent);
  for (const array of [read.bytes, read.times]) {
    expect(array.buffer).toBe(frame.buffer);
    expect(array.byteOffset % 8).toBe(0);
  }
});

test('a part of an array crosses alone, and a Buffer as its bytes', () => {
  const whole = Int32Array.of(1, 2, 3, 4);
  expect(decode(encode(whole.subarray(1, 3)))).toStrictEqual(Int32Array.of(2, 3));
  expect(decode(encode(Buffer.from('ab')))).toStrictEqual(Uint8Array.of(97, 98));
});

test.each([
  ['a function', { job: { stop: () => undefined } }, 'A function cannot cross: job.stop.'],
  ['a Date', { at: [new Date(0)] }, 'A Date cannot cross: at.0.'],
  ['a Map', { byId: new Map() }, 'A Map cannot cross: byId.'],
  ['a bigint', { id: 1n }, 'A bigint cannot cross: id.'],
])('%s is refused with its path', (_name, value, message) => {
  expect(() => encode(value)).toThrow(new TypeError(message));
});
