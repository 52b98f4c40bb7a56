import { describe, expect, it } from 'vitest';
import { wholeNumber } from '../../src-main/cli/parse-options.js';
import { parseSettings } from '../../src-main/cli/parse-settings.js';
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

describe('a number as typed', () => {
  it('is whole and not less than the least', () => {
    expect(wholeNumber('-k', 1)('10')).toBe(10);
    for (const text of ['0', '1.5', '-3', 'ten', ''])
      expect(() => wholeNumber('-k', 1)(text)).toThrow(UsageError);
  });
});

describe('settings as typed', () => {
  it('are JSON where they read as JSON, else text', () => {
    expect(parseSettings(['users=500', 'share=0.5', 'name=big', 'list=[1,2]', 'on=true'])).toEqual({
      users: 500,
      share: 0.5,
      name: 'big',
      list: [1, 2],
      on: true,
    });
  });

  it.each(['users', '=3'])('"%s" is refused', setting => {
    expect(() => parseSettings([setting])).toThrow(UsageError);
  });
});
