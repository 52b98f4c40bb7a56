import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outputKey, stableJson } from '../../src-main/notebook/keys.js';

const parts = {
  kind: 'train',
  semanticsVersion: 1,
  config: { a: 1, b: [1, 2] },
  contentHashes: ['x'],
};

test('the order of settings does not change a key, everything else does', () => {
  const key = outputKey(parts);
  expect(key).toMatch(/^[0-9a-f]{24}$/);
  expect(outputKey({ ...parts, config: { b: [1, 2], a: 1 } })).toBe(key);
  for (const other of [
    { kind: 'sql' },
    { semanticsVersion: 2 },
    { config: { a: 1, b: [2, 1] } },
    { config: { a: '1', b: [1, 2] } },
    { contentHashes: [] },
  ])
    expect(outputKey({ ...parts, ...other })).not.toBe(key);
});

test('stable JSON reads back as the value, and is the same for equal values', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    const reversed = Object.entries(value).reverse();
    return Object.fromEntries(reversed.map(([key, entry]) => [key, shuffled(entry)]));
  };
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = stableJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(stableJson(shuffled(value))).toBe(text);
    }),
  );
});
