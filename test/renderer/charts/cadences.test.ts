import { expect, test } from 'vitest';
import { eachInForce, refreshTimes } from '../../../src-renderer/charts/cadences.js';

test('each cadence keeps its row while that before it has no embedding yet', () => {
  const daily = { cadence: 'daily', seenUntilMs: 5, unseen: 1, cosine: null };
  expect(eachInForce(['once', 'daily'], { inForce: [daily] })).toEqual([
    { cadence: 'once', found: null },
    { cadence: 'daily', found: daily },
  ]);
  expect(eachInForce(['once'], null)).toEqual([{ cadence: 'once', found: null }]);
});

test('an interval computes on one grid after and before t, once only at t', () => {
  const day = 86_400_000;
  const t = 100 * day;
  const none = new Float64Array(0);
  const days = (cadence: string, from: number, until: number) =>
    refreshTimes(cadence, t, { fromMs: from * day, untilMs: until * day }, none).map(
      at => at / day,
    );
  expect(days('daily', 97.5, 102)).toEqual([98, 99, 100, 101, 102]);
  expect(days('12h', 99.9, 100.6)).toEqual([100, 100.5]);
  expect(days('once', 97.5, 102)).toEqual([100]);
  expect(days('once', 97.5, 99)).toEqual([]);
});

test('more refreshes than a plot can show are thinned on a grid that contains t', () => {
  const minute = 60_000;
  const span = { fromMs: 0, untilMs: 10_000 * minute };
  const times = refreshTimes('1m', 5_003 * minute, span, new Float64Array(0));
  expect(times.length).toBe(2000);
  expect(times).toContain(5_003 * minute);
  expect(times[1]! - times[0]!).toBe(5 * minute);
});
