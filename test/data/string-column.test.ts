import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringsOf } from '../../src-main/data/string-column.js';

test('every string is found at its index, and the first of equal ones by its value', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 })), values => {
      const column = stringsOf(values);
      expect(Array.from({ length: column.length }, (_, i) => column.at(i))).toEqual(values);
      for (const value of values) expect(column.indexOf(value)).toBe(values.indexOf(value));
      expect(column.indexOf('nowhere to be found')).toBe(-1);
    }),
  );
});

test('an index outside the column throws', () => {
  expect(() => stringsOf(['a']).at(1)).toThrowError(RangeError);
});
