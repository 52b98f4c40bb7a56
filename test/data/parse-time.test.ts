import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  guessTimeFormat,
  isYearLast,
  parseIso,
  parseTime,
} from '../../src-main/data/parse-time.js';

test.each<[text: string, iso: string]>([
  ['2010-10-12T00:21:28Z', '2010-10-12T00:21:28.000Z'],
  ['2010-10-12 00:21:28', '2010-10-12T00:21:28.000Z'],
  ['2010-10-12T00:21:28.5+02:00', '2010-10-11T22:21:28.500Z'],
  ['2010-10-12T00:21-0530', '2010-10-12T05:51:00.000Z'],
  ['2010-10-12', '2010-10-12T00:00:00.000Z'],
  ['2012-02-29 23:59:59 UTC', '2012-02-29T23:59:59.000Z'],
])('%s is %s', (text, iso) => {
  expect(new Date(parseIso(text)).toISOString()).toBe(iso);
});

test.each(['', 'yesterday', '2011-02-29', '2010-13-01', '2010-10-12T24:00:00', '12/10/2010'])(
  '"%s" is no ISO time',
  text => {
    expect(parseIso(text)).toBeNaN();
  },
);

test('every date of JavaScript survives its ISO text', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      date => {
        expect(parseIso(date.toISOString())).toBe(date.getTime());
      },
    ),
  );
});

test('seconds and milliseconds are whole milliseconds, and blanks are no time', () => {
  expect(parseTime('978300019', 's')).toBe(978_300_019_000);
  expect(parseTime('978300019.0004', 's')).toBe(978_300_019_000);
  expect(parseTime(978_300_019_000n, 'ms')).toBe(978_300_019_000);
  expect(parseTime('', 's')).toBeNaN();
  expect(parseTime('12h', 's')).toBeNaN();
  // Milliseconds read as seconds lie beyond the year 9999.
  expect(parseTime('978300019000', 's')).toBeNaN();
});

test('the format is guessed from the values', () => {
  expect(guessTimeFormat(['978300019', ''])).toBe('s');
  expect(guessTimeFormat([978_300_019_000])).toBe('ms');
  expect(guessTimeFormat(['2010-10-12', '2010-10-13'])).toBe('iso');
  expect(guessTimeFormat(['soon', 'later'])).toBeUndefined();
});

test.each<[text: string, format: 'dmy' | 'mdy', iso: string]>([
  ['13.08.2010', 'dmy', '2010-08-13T00:00:00.000Z'],
  ['3/4/2010', 'dmy', '2010-04-03T00:00:00.000Z'],
  ['3/4/2010', 'mdy', '2010-03-04T00:00:00.000Z'],
  ['13.08.2010, 9:05', 'dmy', '2010-08-13T09:05:00.000Z'],
  [' 08-13-2010 23:59:59 +02:00 ', 'mdy', '2010-08-13T21:59:59.000Z'],
])('%s is, by %s, %s', (text, format, iso) => {
  expect(new Date(parseTime(text, format)).toISOString()).toBe(iso);
});

test.each<[text: string, format: 'dmy' | 'mdy']>([
  ['08/13/2010', 'dmy'],
  ['13.08.2010', 'mdy'],
  ['31.02.2010', 'dmy'],
  ['13.08/2010', 'dmy'],
  ['13.08.10', 'dmy'],
  ['2010-08-13', 'dmy'],
  ['13.08.2010 soon', 'dmy'],
])('%s is no time by %s', (text, format) => {
  expect(parseTime(text, format)).toBeNaN();
});

test('a date that ends with the year is never guessed, since it may be read in two ways', () => {
  expect(guessTimeFormat(['13.08.2010', '14.08.2010'])).toBeUndefined();
  expect([isYearLast('3/4/2010 10:00'), isYearLast('2010-08-13')]).toEqual([true, false]);
});
