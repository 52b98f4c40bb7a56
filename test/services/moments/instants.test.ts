import { expect, test } from 'vitest';
import { before } from '../../../src-main/services/moments/asking.js';
import { nextEngagement } from '../../../src-main/services/moments/target.js';
import { DAY, timelineOf } from '../../inspect/fixture.js';

const t = 100 * DAY;

test('what came strictly before an instant is what came by the millisecond before', () => {
  expect([before(t), before(t + 0.5), before(t - 0.5)]).toEqual([t - 1, t, t - 1]);
});

test('the engagement asked about comes after training ended, not at that millisecond', () => {
  const life = timelineOf([
    { pin: 7, atMs: t },
    { pin: 7, atMs: t + 1, positive: false },
    { pin: 7, atMs: t + 2 },
    { pin: 7, atMs: t + 9 },
  ]);
  expect(nextEngagement(life, 7, 0, t)).toBe(2);
  expect(nextEngagement(life, 7, t + 2, t)).toBe(2);
  expect(nextEngagement(life, 7, t + 2.5, t)).toBe(3);
  expect(nextEngagement(life, 7, t + 10, t)).toBe(-1);
});
