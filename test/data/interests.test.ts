import { expect, test } from 'vitest';
import { geoCell, titleKind } from '../../src-main/data/interests.js';

test('places within about two kilometres share a cell, also west and south of zero', () => {
  expect(geoCell(40.7301, -73.9999)).toBe('cell 40.72 -74.00');
  expect(geoCell(40.7399, -73.9801)).toBe('cell 40.72 -74.00');
  expect(geoCell(-0.01, 0.01)).toBe('cell -0.02 0.00');
  expect(geoCell(91, 0)).toBeUndefined();
  expect(geoCell(undefined, 0)).toBeUndefined();
});

test('the last telling word of a title decides its kind', () => {
  expect(titleKind("Joe's Pizza")).toBe('pizza');
  expect(titleKind('The Coffee Shop')).toBe('shop');
  expect(titleKind('BRYANT PARK')).toBe('park');
  expect(titleKind('Unnamed')).toBeUndefined();
});
