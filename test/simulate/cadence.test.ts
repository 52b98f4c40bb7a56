import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  earliestMoment,
  fromStaleToFresh,
  parseCadences,
  servedMoment,
} from '../../src-main/simulate/cadence.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const t = 100 * DAY;
const one = (text: string) => parseCadences(text)[0]!;

describe('parseCadences', () => {
  test('reads names, intervals and delays', () => {
    expect(parseCadences('once, daily,realtime,6h,6h+1d,30m+1.5h')).toEqual([
      { name: 'once', refreshMs: Number.POSITIVE_INFINITY, delayMs: 0 },
      { name: 'daily', refreshMs: DAY, delayMs: DAY },
      { name: 'realtime', refreshMs: 0, delayMs: 0 },
      { name: '6h', refreshMs: 6 * HOUR, delayMs: 0 },
      { name: '6h+1d', refreshMs: 6 * HOUR, delayMs: DAY },
      { name: '30m+1.5h', refreshMs: HOUR / 2, delayMs: 1.5 * HOUR },
    ]);
  });

  test('counts a repeated name once', () => {
    expect(parseCadences('daily,daily').length).toBe(1);
  });

  test.each([
    ['weekly', /^Write 1w; or once, daily, realtime, /],
    ['daily+6h', /^Write 1d\+6h \(daily alone is 1d\+1d\); or once, /],
    ['often', /^Write once, daily, realtime, /],
  ])('says how %s is written', (text, remedy) => {
    expect(() => parseCadences(text)).toThrow(
      expect.objectContaining({ remedy: expect.stringMatching(remedy) }),
    );
  });

  test.each(['', 'hourly', '6', '0h', '6h+', '-1d', '6h+1x', 'once,,daily'])(
    'refuses %j with the place and what can be written',
    text => {
      expect(() => parseCadences(text)).toThrow(
        expect.objectContaining({
          code: 'BAD_INPUT',
          where: 'cadences',
          remedy: expect.stringContaining('6h+1d'),
        }),
      );
    },
  );
});

describe('servedMoment', () => {
  test('once serves the whole window from the state at t', () => {
    for (const at of [t + 1, t + DAY, t + 14 * DAY])
      expect(servedMoment(one('once'), t, at)).toEqual({ atMs: t, inclusive: true });
  });

  test('daily serves day 1 from t − 1 d, which is older than once', () => {
    const daily = one('daily');
    expect(servedMoment(daily, t, t + 1).atMs).toBe(t - DAY);
    expect(servedMoment(daily, t, t + DAY).atMs).toBe(t - DAY);
    expect(servedMoment(daily, t, t + 1).atMs).toBeLessThan(
      servedMoment(one('once'), t, t + 1).atMs,
    );
  });

  test('daily moves on one millisecond after a whole day, not at it', () => {
    const daily = one('daily');
    expect(servedMoment(daily, t, t + DAY + 1)).toEqual({ atMs: t, inclusive: true });
    expect(servedMoment(daily, t, t + 2 * DAY).atMs).toBe(t);
    expect(servedMoment(daily, t, t + 14 * DAY).atMs).toBe(t + 12 * DAY);
  });

  test('a refresh without delay serves from its own start', () => {
    expect(servedMoment(one('6h'), t, t + 6 * HOUR).atMs).toBe(t);
    expect(servedMoment(one('6h'), t, t + 6 * HOUR + 1).atMs).toBe(t + 6 * HOUR);
    expect(servedMoment(one('6h+1d'), t, t + 6 * HOUR + 1).atMs).toBe(t + 6 * HOUR - DAY);
  });

  test('realtime reads strictly before the action', () => {
    expect(servedMoment(one('realtime'), t, t + 5)).toEqual({ atMs: t + 5, inclusive: false });
  });

  test('never reads the served action, and lags by more than the delay and at most one refresh more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 * DAY }),
        fc.integer({ min: 1, max: 20 * DAY }),
        fc.integer({ min: 0, max: 3 * DAY }),
        (later, refreshMs, delayMs) => {
          const moment = servedMoment({ name: 'x', refreshMs, delayMs }, t, t + later);
          const lag = t + later - moment.atMs;
          expect(lag).toBeGreaterThan(delayMs);
          expect(lag).toBeLessThanOrEqual(delayMs + refreshMs);
        },
      ),
    );
  });
});

test('the earliest moment is t less the longest delay', () => {
  expect(earliestMoment(parseCadences('once,realtime'), t)).toBe(t);
  expect(earliestMoment(parseCadences('once,daily,6h+3d'), t)).toBe(t - 3 * DAY);
});

test('cadences are ordered by the mean age of what they serve', () => {
  const names = fromStaleToFresh(parseCadences('realtime,6h,daily,6h+1d,once')).map(c => c.name);
  expect(names).toEqual(['once', 'daily', '6h+1d', '6h', 'realtime']);
});
