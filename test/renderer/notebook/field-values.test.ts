import { expect, test } from 'vitest';
import {
  changedSettings,
  parseList,
  parseNumber,
  parseWord,
  parseYaml,
  placesOf,
  written,
  yamlOf,
} from '../../../src-renderer/notebook/field-values.js';
import type { FormField } from '../../../src-renderer/notebook/form-field.js';

test('a number out of its range is refused with the bound', () => {
  const days: FormField = {
    path: ['days'],
    label: 'days',
    input: 'number',
    whole: true,
    required: false,
    minimum: 1,
    maximum: 90,
  };
  expect(parseNumber('91', days)).toEqual({ problem: 'At most 90.' });
  expect(parseNumber('1.5', days)).toEqual({ problem: 'A whole number is needed.' });
  expect(parseNumber('14', days)).toEqual({ value: 14 });
});

test('a list has a place more than items, one of a fixed length as many as it must have', () => {
  expect(placesOf(['a', 2], {})).toEqual(['a', '2', '']);
  expect(placesOf(undefined, {})).toEqual(['']);
  expect(placesOf(['$a'], { count: 2 })).toEqual(['$a', '']);
  expect(placesOf(['$a', '$b', '$c'], { count: 2 })).toEqual(['$a', '$b', '$c']);
});

test('the places of a list are its items, without those that are empty', () => {
  expect(parseList([' a, b.csv ', '', '10'], {})).toEqual({ value: ['a, b.csv', 10] });
  expect(parseList(['10'], { holds: 'text' })).toEqual({ value: ['10'] });
  expect(parseList(['', ''], { count: 2 })).toEqual({ value: null });
  expect(parseList(['', '$b'], { count: 2 })).toEqual({ problem: '2 are needed, here is 1.' });
});

test('a word that may be a number is one', () => {
  expect(parseWord('1700000000000', {})).toBe(1_700_000_000_000);
  expect(parseWord('2024-02-01', {})).toBe('2024-02-01');
  expect(parseWord('007', { holds: 'text' })).toBe('007');
});

test('text of YAML is read, or what is wrong with it told', () => {
  const numbers = { isMapping: true, holds: 'number' } as const;
  expect(parseYaml('users: 40\npins: 7', numbers)).toEqual({ value: { users: 40, pins: 7 } });
  expect(parseYaml('users: many', numbers)).toEqual({ problem: 'users is many, not a number.' });
  expect(parseYaml('40', numbers)).toEqual({ problem: 'Write one “name: value” a line.' });
  expect(parseYaml('a: [', numbers)).toMatchObject({ problem: expect.stringMatching(/YAML: \w/) });
  expect(parseYaml('', numbers)).toEqual({ value: null });
  expect(parseYaml(yamlOf({ at: 'a: b', rating: 3 }), { isMapping: true })).toEqual({
    value: { at: 'a: b', rating: 3 },
  });
});

test('a mapping is written on a line so that the same is read back', () => {
  const value = { users: 4000, 'a: b': ['x, y', true, '3'] };
  expect(written(value)).toBe('{ users: 4000, "a: b": [ "x, y", true, "3" ] }');
  expect(parseYaml(written(value), { isMapping: true })).toEqual({ value });
});

test('of a mapping only the keys that changed are written', () => {
  expect(changedSettings(['set'], { a: 1, b: 2, c: 3 }, { a: 1, b: 5, d: 4 })).toEqual([
    { path: ['set', 'b'], value: 5 },
    { path: ['set', 'c'], value: null },
    { path: ['set', 'd'], value: 4 },
  ]);
  expect(changedSettings(['set'], { a: 1 }, null)).toEqual([{ path: ['set'], value: null }]);
  expect(changedSettings(['k'], 1, 2)).toEqual([{ path: ['k'], value: 2 }]);
});
