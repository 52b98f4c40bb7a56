import { expect, test } from 'vitest';
import {
  count,
  day,
  dayRange,
  duration,
  percent,
  plainNumber,
  plusMinus,
  recall,
  short,
  signed,
  spanOf,
} from '../../../src-renderer/widgets/format.js';
import { ago, bytes, bytesOf, instant, rate } from '../../../src-renderer/widgets/format-time.js';

test('a recall has three places and no leading nought', () => {
  expect([recall(0.2294), recall(1), recall(0), recall(Number.NaN)]).toEqual([
    '.229',
    '1.000',
    '.000',
    '–',
  ]);
  expect(plusMinus(0.0041)).toBe('±.004');
});

test('a difference has a real minus, and nought has no sign', () => {
  expect([signed(0.0171), signed(-0.0042), signed(-0.0001)]).toEqual(['+.017', '−.004', '.000']);
});

test('thousands are parted by thin spaces', () => {
  expect([count(1_000_000), count(-4731), count(999)]).toEqual([
    '1\u2009000\u2009000',
    '−4\u2009731',
    '999',
  ]);
  expect(short(28_419)).toBe('28.4k');
  expect(percent(0.0832)).toBe('8.3 %');
  expect([plainNumber(12_345), plainNumber(0.123456), plainNumber(1e-7)]).toEqual([
    '12\u2009345',
    '0.12346',
    '1.000e-7',
  ]);
});

test('times are UTC, and lasting times keep two units', () => {
  expect(instant(Date.UTC(2021, 7, 19, 20, 42))).toBe('19 Aug 2021, 20:42');
  expect(day(Date.UTC(2021, 7, 1))).toBe('1 Aug 2021');
  expect([0.021, 48, 372, 6480, 90_000, 864_000].map(duration)).toEqual([
    '0.021 s',
    '48 s',
    '6 min',
    '1 h 48 min',
    '1 d',
    '10 d',
  ]);
  expect(ago(0, 59_000)).toBe('just now');
  expect(ago(0, 26 * 3_600_000)).toBe('yesterday');
});

test('memory and rates are in the unit that reads best', () => {
  expect(bytesOf(11 * 2 ** 30, 24 * 2 ** 30)).toBe('11.0 of 24.0 GiB');
  expect([bytes(1.5 * 2 ** 30), bytes(96 * 2 ** 20)]).toEqual(['1.5 GiB', '96 MiB']);
  expect([rate(6.41, 'steps'), rate(0.05, 'steps'), rate(1234, 'rows'), rate(0, 'rows')]).toEqual([
    '6.4 steps/s',
    '3.0 steps/min',
    '1\u2009234 rows/s',
    '',
  ]);
});

test('a log of one day has one date, and a length in hours', () => {
  const at = Date.UTC(2024, 8, 1, 3);
  expect(dayRange(at, at + 3_600_000)).toBe('1 Sep 2024');
  expect(dayRange(at, at + 86_400_000)).toBe('1 Sep 2024 – 2 Sep 2024');
  expect([0, 0.25, 1, 1.6, 60.2].map(spanOf)).toEqual([
    'one instant',
    '6 h',
    '1 d',
    '2 days',
    '60 days',
  ]);
});
