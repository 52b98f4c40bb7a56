import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src-renderer/charts/day.js';
import { textWidth } from '../../../src-renderer/charts/label-layout.js';
import {
  clipTo,
  pixelAt,
  pixelOf,
  positionUnder,
  spanOf,
  timeTicks,
} from '../../../src-renderer/charts/sight.js';
import { TimeOrderAxis } from '../../../src-renderer/charts/time-order-axis.js';

/** Ten days from a Monday; the clock's axis begins half a day before and ends half a day after. */
const monday = Date.UTC(2024, 0, 1);
const axis = new TimeOrderAxis(Float64Array.of(monday, monday + 9 * DAY_MS), 0);
const sight = { axis, from: 0.25, until: 0.75, width: 400 };

test('a position and its pixel are inverse to one another', () => {
  expect(pixelOf(sight, 0.25)).toBe(0);
  expect(pixelOf(sight, 0.5)).toBe(200);
  expect(pixelOf(sight, 0.8)).toBeCloseTo(440, 10);
  expect(positionUnder(sight, pixelOf(sight, 0.6))).toBeCloseTo(0.6, 12);
});

test('an instant stands where the axis has it', () => {
  // Ten days in all, of which 2.5 to 7.5 are in sight: five days on 400 pixels.
  expect(spanOf(sight)).toEqual({ fromMs: monday + 2 * DAY_MS, untilMs: monday + 7 * DAY_MS });
  expect(pixelAt(sight, monday + 3 * DAY_MS)).toBeCloseTo(80, 6);
  expect(pixelAt(sight, monday)).toBeCloseTo(-160, 6);
});

test('what is out of sight is clipped to the nearer edge', () => {
  expect([-5, 20, 401].map(pixel => clipTo(400, pixel))).toEqual([0, 20, 400]);
});

test('midnights are named by weekday with room, by number without, not at all at the edge', () => {
  const roomy = timeTicks(sight);
  expect(roomy.map(({ text }) => text)).toEqual(['Wed 3', 'Thu 4', 'Fri 5', 'Sat 6', 'Sun 7', '']);
  expect(roomy.map(({ x }) => Math.round(x))).toEqual([0, 80, 160, 240, 320, 400]);
  const close = timeTicks({ ...sight, width: 160 });
  expect(close[0]!.text).toBe('3');
});

test('a single midnight is named by its day', () => {
  const from = axis.position(monday + 1.2 * DAY_MS);
  const until = axis.position(monday + 2.6 * DAY_MS);
  expect(timeTicks({ axis, from, until, width: 400 }).map(({ text }) => text)).toEqual(['Wed 3']);
});

test('no name of a tick reaches the next tick or leaves the plot', () => {
  for (let width = 40; width < 900; width += 7) {
    const ticks = timeTicks({ ...sight, width });
    for (const [i, { x, text }] of ticks.entries())
      if (text !== '')
        expect(x + 3 + textWidth(text, 10.5)).toBeLessThanOrEqual(ticks[i + 1]?.x ?? width);
  }
});
