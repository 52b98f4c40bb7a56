import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest, suggest } from '../../src-main/base/nearest.js';

test('a typo finds the name that was meant', () => {
  const names = ['gowalla-1', 'gowalla-2', 'movielens', 'windowDays'];
  expect(nearest('gowala-1', names)).toEqual(['gowalla-1', 'gowalla-2']);
  expect(nearest('movielnes', names)).toEqual(['movielens']);
  expect(nearest('windowdays', names)).toEqual(['windowDays']);
  expect(nearest('zebra', names)).toEqual([]);
});

test('the beginning of a name and the last part of a key find the whole', () => {
  expect(nearest('movie', ['movielens', 'gowalla'])).toEqual(['movielens']);
  expect(nearest('layers', ['model.layers', 'seed'])).toEqual(['model.layers']);
  expect(nearest('train.steeps', ['model.layers', 'steps'])).toEqual(['steps']);
  expect(nearest('model.seed', ['model.layers', 'seed'])).toEqual(['seed']);
});

test('a suggestion falls back to what there is', () => {
  expect(suggest('usr', ['user', 'pin'])).toBe('Did you mean user?');
  expect(suggest('qqqq', ['user', 'pin'])).toBe('There is user, pin.');
  expect(suggest('x', [])).toBe('');
});

test('swapped neighbours are one edit', () => {
  expect(editDistance('abcd', 'acbd')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('kitten', 'sitting', 2)).toBe(Number.POSITIVE_INFINITY);
});

test('the distance is a symmetric bound on lengths and 0 only between equals', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance === 0).toBe(a === b);
    }),
  );
});
