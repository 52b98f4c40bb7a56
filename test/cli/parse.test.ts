import { describe, expect, it } from 'vitest';
import { keyValuePairs, wholeNumber, wordList } from '../../src-main/cli/parse-options.js';
import { parseTime } from '../../src-main/cli/parse-time.js';
import { UsageError } from '../../src-main/cli/usage-error.js';

describe('a time as typed', () => {
  it('is a date, a date and time, or Unix seconds or milliseconds, in UTC', () => {
    const noon = Date.UTC(2010, 7, 13, 12);
    expect(parseTime('2010-08-13')).toBe(Date.UTC(2010, 7, 13));
    expect(parseTime('2010-08-13T12:00')).toBe(noon);
    expect(parseTime('2010-08-13 12:00:00Z')).toBe(noon);
    expect(parseTime('2010-08-13T14:00+02:00')).toBe(noon);
    expect(parseTime(String(noon / 1_000))).toBe(noon);
    expect(parseTime(String(noon))).toBe(noon);
  });

  it.each(['yesterday', '2010-13-01', '2010-02-30', '2010-08-13T25:00', '13.08.2010', '', '-5'])(
    '"%s" is refused with the forms that are taken',
    text => {
      expect(() => parseTime(text)).toThrow(UsageError);
      expect(() => parseTime(text)).toThrow(`"${text}" is no time`);
    },
  );
});

describe('lists of options', () => {
  it('are pairs in their order', () => {
    expect(keyValuePairs('user=1, pin=2', '--columns')).toEqual([
      ['user', '1'],
      ['pin', '2'],
    ]);
  });

  it.each(['user', 'user=', '=1', 'user=1,,pin=2'])('"%s" is no list of pairs', text => {
    expect(() => keyValuePairs(text, '--columns')).toThrow(UsageError);
  });

  it('keep words and refuse empty ones', () => {
    expect(wordList('once, daily,6h+1d', '--cadences')).toEqual(['once', 'daily', '6h+1d']);
    expect(() => wordList('once,,daily', '--cadences')).toThrow('empty entry');
  });

  it('take whole numbers only', () => {
    expect(wholeNumber('-k', 1)('10')).toBe(10);
    for (const text of ['0', '1.5', '-3', 'ten', ''])
      expect(() => wholeNumber('-k', 1)(text)).toThrow(UsageError);
  });
});
