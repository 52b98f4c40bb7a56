import { expect, test } from 'vitest';
import { parseMoment } from '../../src-main/services/parse-moment.js';

test.each<[value: string | number, iso: string]>([
  ['2010-09-01', '2010-09-01T00:00:00.000Z'],
  ['2010-09-01T18:30', '2010-09-01T18:30:00.000Z'],
  ['2010-09-01T18:30Z', '2010-09-01T18:30:00.000Z'],
  ['2010-09-01 18:30:15.250 +02:00', '2010-09-01T16:30:15.250Z'],
  [1_283_299_200_000, '2010-09-01T00:00:00.000Z'],
])('%s is %s', (value, iso) => {
  expect(new Date(parseMoment(value, 'at')).toISOString()).toBe(iso);
});

// JavaScript's own reading takes these for January 2, March 4 in local time, March 3 and the year 2001.
test.each(['01.02.2010', '03/04/2010', '2010-02-31', '1', 'soon'])(
  '%s is no moment, and is not guessed at',
  value => {
    expect(() => parseMoment(value, 'cell train #m, at')).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', where: 'cell train #m, at' }),
    );
  },
);
