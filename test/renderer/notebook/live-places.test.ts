import { expect, test } from 'vitest';
import { writtenGrid, writtenMarks } from '../../../src-renderer/charts/told-places.js';
import { livePlaces } from '../../../src-renderer/notebook/live-places.js';

test('the nearest mark within its own reach is told, and empty lines are left out', () => {
  const mark = (x: number, ...says: string[]) => ({ x, y: 10, halfWidth: 6, halfHeight: 5, says });
  const places = livePlaces(writtenMarks([mark(20, 'b', '', 'same'), mark(12, 'a', 'same')]));
  expect(places.at(15, 10)).toEqual([0, 0]);
  expect(places.at(17, 14)).toEqual([1, 0]);
  expect(places.at(15, 16)).toBeNull();
  expect(places.at(27, 10)).toBeNull();
  expect([places.says(0, 0), places.says(1, 0)]).toEqual(['a\nsame', 'b\nsame']);
  expect(places.box(1, 0)).toEqual([14, 5, 12, 10]);
});

test('of more marks than a file holds some of every part stay', () => {
  const marks = Array.from({ length: 10_000 }, (_, x) => ({
    x,
    y: 0,
    halfWidth: 6,
    halfHeight: 6,
    says: [String(x)],
  }));
  const places = livePlaces(writtenMarks(marks));
  expect(places.columns).toBe(4000);
  for (const x of [0, 1234, 5000, 9999]) expect(places.at(x, 0)).not.toBeNull();
});

test('a cell of a grid tells its column, row and value, and one without value nothing', () => {
  const places = livePlaces(
    writtenGrid({
      columns: [
        [0, 9, 'newest $1'],
        [9, 9, 'before'],
      ],
      rows: [
        [0, 9, 'first'],
        [12, 9, 'second'],
      ],
      values: [1, Number.NaN, 0.0834, 0],
      template: '{row}\nattends {value} to {column}',
    }),
  );
  expect(places.at(3, 3)).toEqual([0, 0]);
  expect(places.says(0, 0)).toBe('first\nattends 1.000 to newest $1');
  expect(places.at(12, 3)).toBeNull();
  expect(places.says(1, 0)).toBe('');
  expect(places.says(0, 1)).toBe('second\nattends .083 to newest $1');
  expect(places.says(1, 1)).toBe('second\nattends .000 to before');
  expect(places.at(3, 10)).toBeNull();
});
