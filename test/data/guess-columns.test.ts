import { expect, test } from 'vitest';
import { guessColumns, holdsValues } from '../../src-main/data/guess-columns.js';

const guess = (names: readonly string[] | undefined, rows: readonly (readonly unknown[])[]) =>
  Object.fromEntries(guessColumns(names, rows));

test('columns are known by what people call them, in whatever spelling', () => {
  const rows = [['1', 'x', '3', '4', '5']];
  expect(guess(['userId', 'item_id', 'Event Type', 'timestamp', 'Rating'], rows)).toEqual({
    user: 0,
    pin: 1,
    type: 2,
    at: 3,
    rating: 4,
  });
  expect(guess(['personId', 'contentId', 'eventType', 'timestamp'], rows)).toEqual({
    user: 0,
    pin: 1,
    type: 2,
    at: 3,
  });
});

test('without a header times, places and ids are known by their values', () => {
  const checkIns = [
    ['0', '2010-10-12T00:21:28Z', '40.6438845363', '-73.7828063', '23261'],
    ['0', '2010-10-11T20:21:20Z', '40.74137425', '-73.9881052', '16907'],
    ['1', '2010-10-11T20:20:42Z', '40.741388197', '-73.9894545', '12973'],
  ];
  expect(guess(undefined, checkIns)).toEqual({ user: 0, at: 1, lat: 2, lon: 3, pin: 4 });
});

test('seconds and milliseconds since 1970 are times', () => {
  const seconds = [
    ['u1', 'a', '978300760'],
    ['u1', 'b', '978302109'],
  ];
  expect(guess(undefined, seconds)).toEqual({ user: 0, pin: 1, at: 2 });
  const ms = seconds.map(([user, pin, at]) => [`${at}000`, pin, user]);
  expect(guess(undefined, ms)).toEqual({ at: 0, user: 2, pin: 1 });
});

test('the column that names leave open is guessed beside those that they tell', () => {
  const rows = [
    ['9', '2020-01-01', 'a'],
    ['9', '2020-01-02', 'b'],
  ];
  expect(guess(['who', 'when', 'product'], rows)).toEqual({ pin: 2, at: 1, user: 0 });
});

test('a column that nothing tells is left out, and so is all of an empty file', () => {
  const rows = [['a long sentence about nothing', '1.5']];
  expect(guess(['note', 'weight'], rows)).toEqual({});
  expect(guess(undefined, [])).toEqual({});
});

test('a first line with a number or a time and no word of a header is a row', () => {
  expect(holdsValues(['0', '2010-10-12T00:21:28Z', '40.64'])).toBe(true);
  expect(holdsValues(['user', 'pin', '2020'])).toBe(false);
  expect(holdsValues(['who', 'what'])).toBe(false);
});
