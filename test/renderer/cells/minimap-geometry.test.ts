import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  minimapBars,
  minimapLabels,
} from '../../../src-renderer/cells/timeline/minimap-geometry.js';
import { DAY_MS } from '../../../src-renderer/charts/day.js';
import { textWidth } from '../../../src-renderer/charts/label-layout.js';
import { minimapBins } from '../../../src-renderer/charts/minimap-bins.js';
import { TimeOrderAxis } from '../../../src-renderer/charts/time-order-axis.js';

const start = Date.UTC(2024, 0, 1);

test('the first and the last bar end with the frame, whose life begins and ends within a day', () => {
  // From 18:00 of the first day to 06:00 of the third: the frame is 06:00 to 18:00, 2.5 days.
  const atMs = Float64Array.of(start + 0.75 * DAY_MS, start + DAY_MS, start + 2.25 * DAY_MS);
  const bars = minimapBars(minimapBins(atMs, 100), new TimeOrderAxis(atMs, 0), 250, 23);
  expect(bars.map(({ x }) => x)).toEqual([0, 75, 175]);
  expect(bars.map(({ width }) => width)).toEqual([74.4, 99.4, 74.4]);
  expect(bars.map(({ height }) => height)).toEqual([23, 23, 23]);
});

test('no bar and no name leaves the frame, and no name meets another', () => {
  const gaps = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 80, max: 1500 }), (days, width) => {
      let at = start;
      const atMs = Float64Array.from(days, day => (at += day * DAY_MS));
      const clock = new TimeOrderAxis(atMs, 0);
      for (const bar of minimapBars(minimapBins(atMs, width / 4), clock, width, 23)) {
        expect(bar.x).toBeGreaterThanOrEqual(0);
        expect(bar.x + bar.width).toBeLessThanOrEqual(width + 1e-9);
        expect(bar.height).toBeLessThanOrEqual(23);
      }
      let until = 0;
      for (const { x, text } of minimapLabels(clock, width)) {
        const half = textWidth(text, 10.5) / 2;
        expect(x - half).toBeGreaterThanOrEqual(until - 1e-9);
        until = x + half;
      }
      expect(until).toBeLessThanOrEqual(width + 1e-9);
    }),
  );
});

test('a bar a day stands for the root of its actions', () => {
  const atMs = Float64Array.of(start, start, start, start, start + 3 * DAY_MS);
  const bars = minimapBars(minimapBins(atMs, 100), new TimeOrderAxis(atMs, 0), 400, 20);
  expect(bars.map(({ height }) => height)).toEqual([20, 10]);
});
