import { expect, test } from 'vitest';
import { guessColumns, holdsValues } from '../../src-main/data/guess-columns.js';

const guess = (names: readonly string[] | undefined, rows: readonly (readonly unknown[])[]) =>
  Object.fromEntries(guessColumns(names, rows).columns);

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

test('a session is a user only where nothing else is one', () => {
  const rows = [['s1', 'x', '2020-01-01', 'u1']];
  expect(guess(['session_id', 'product_id', 'event_time', 'user_id'], rows)).toEqual({
    user: 3,
    pin: 1,
    at: 2,
  });
  expect(guess(['session_id', 'product_id', 'event_time', 'price'], rows)).toMatchObject({
    user: 0,
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

test('columns are known in other languages, with the words that people put beside a key', () => {
  const rows = [['1', 'x', '3', '4', 'y']];
  expect(guess(['Kunden-Nr.', 'Artikel', 'Zeitpunkt', 'Bewertung', 'Aktion'], rows)).toEqual({
    user: 0,
    pin: 1,
    at: 2,
    rating: 3,
    type: 4,
  });
  expect(guess(['ID_USUARIO', 'producto', 'fecha'], rows)).toMatchObject({
    user: 0,
    pin: 1,
    at: 2,
  });
  expect(guess(['customer number', 'SKU', 'created_at'], rows)).toMatchObject({ user: 0, pin: 1 });
});

test('by values alone a few words in turns are a type, a few small numbers a rating, never a user', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [
    ['buy', 'look', 'keep'][i % 3]!,
    `c${(i * 17) % 41}`,
    `a${(i * 31) % 53}`,
    String((i % 5) + 1),
    `2024-01-01T00:${String(i).padStart(2, '0')}:00+02:00`,
  ]);
  const { columns, unnamed } = guessColumns(['a', 'b', 'c', 'd', 'when'], rows);
  expect(Object.fromEntries(columns)).toEqual({ type: 0, user: 1, pin: 2, rating: 3, at: 4 });
  expect(unnamed).toEqual(['rating', 'type', 'user', 'pin']);
});

test('in a log kept user by user the column that stays is the user, however few there are', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [
    `p${(i * 7) % 8}x${i % 5}`,
    i < 30 ? 'a' : 'b',
  ]);
  expect(guess(['x', 'y'], rows)).toEqual({ user: 1, pin: 0 });
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
