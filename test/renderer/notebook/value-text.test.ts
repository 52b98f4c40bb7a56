import { expect, test } from 'vitest';
import { valueText } from '../../../src-renderer/notebook/value-text.js';

test('an estimate is told with as many places as its interval allows, alike for all three', () => {
  expect(valueText({ value: 2.10853, low: 2.0881, high: 2.1289 })).toBe('2.11 (2.09 to 2.13)');
  expect(valueText({ value: 2.07213, low: 2.0525, high: 2.092 })).toBe('2.07 (2.05 to 2.09)');
  expect(valueText({ value: 12_345.6, low: 12_300.2, high: 12_391 })).toBe(
    '12\u2009346 (12\u2009300 to 12\u2009391)',
  );
});

test('shares keep three places, and what has no doubt is told as it is', () => {
  expect(valueText({ value: 0.0431, low: 0.034, high: 0.0529 })).toBe('.043 (.034 to .053)');
  expect(valueText({ value: 3, low: 3, high: 3 })).toBe('3 (3 to 3)');
  expect([valueText(4000), valueText(0.6256), valueText('a'), valueText(true)]).toEqual([
    '4\u2009000',
    '.626',
    'a',
    'yes',
  ]);
});
