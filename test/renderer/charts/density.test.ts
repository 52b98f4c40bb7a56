import { expect, test } from 'vitest';
import { gaussianDensity, silvermanBandwidth } from '../../../src-renderer/charts/density.js';

test("Silverman's width of 1 … 5 is .9 · min(1.581, 2 / 1.34) · 5^(−1/5)", () => {
  // Standard deviation √2.5 = 1.5811; quartiles 2 and 4, so 2 / 1.34 = 1.4925.
  expect(silvermanBandwidth([3, 1, 5, 2, 4])).toBeCloseTo(0.9 * (2 / 1.34) * 5 ** -0.2, 12);
});

test('a width falls back on the standard deviation where the quartiles coincide', () => {
  const values = [0, 0, 0, 0, 0, 0, 0, 10];
  expect(silvermanBandwidth(values)).toBeCloseTo(0.9 * Math.sqrt(12.5) * 8 ** -0.2, 12);
});

test('no width comes of one value, of equal ones, or of NaN', () => {
  expect([[7], [2, 2, 2], [Number.NaN, 3], []].map(silvermanBandwidth)).toEqual([0, 0, 0, 0]);
});

test('the density of one value is the normal curve around it', () => {
  const at = [0, 1];
  const curve = gaussianDensity([0], at, 1);
  expect(curve[0]).toBeCloseTo(0.39894, 5);
  expect(curve[1]).toBeCloseTo(0.24197, 5);
});

test('a density integrates to 1 and leaves NaN out', () => {
  const at = Array.from({ length: 2001 }, (_, i) => -10 + i / 100);
  const curve = gaussianDensity([-1, 0.5, Number.NaN, 2], at);
  expect(curve.reduce((sum, value) => sum + value / 100, 0)).toBeCloseTo(1, 4);
});
