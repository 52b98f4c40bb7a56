import { expect, test } from 'vitest';
import {
  addLoss,
  bestValidation,
  diagnose,
  divergence,
  isOutOfPatience,
  NO_TREND,
} from '../../src-main/train/diagnosis.js';
import { learningRateAt } from '../../src-main/train/learning-rate.js';

const curve = (...values: (number | null)[]) =>
  values.map((all, i) => ({ step: i * 100, all, new: null, repeat: null }));

test('the best validation is the earliest of the highest; one without targets is never best', () => {
  expect(bestValidation(curve(0.1, 0.3, 0.3), 'all')?.step).toBe(100);
  expect(bestValidation(curve(null, 0), 'all')?.step).toBe(100);
  expect(bestValidation([], 'all')).toBeUndefined();
});

test('patience counts the validations since the best', () => {
  expect(isOutOfPatience(curve(0.1, 0.3, 0.2), 'all', 2)).toBe(false);
  expect(isOutOfPatience(curve(0.1, 0.3, 0.2, 0.3), 'all', 2)).toBe(true);
  expect(isOutOfPatience(curve(0.3, 0, 0, 0), 'all', 0)).toBe(false);
});

test('curves are called by their name', () => {
  expect(diagnose(curve(0.1, 0.3, 0.2), 'all', 200)).toMatch(/^Overfitting: .* fell from 0.300 at/);
  expect(diagnose(curve(0.1, 0.2, 0.3), 'all', 200)).toMatch(/^Underfitting: .* still rising/);
  expect(diagnose(curve(0.3, 0.2, 0.1), 'all', 200)).toMatch(/^No step improved/);
  expect(diagnose(curve(0.1, 0.3, 0.29), 'all', 200)).toBeUndefined();
  expect(diagnose(curve(0.1, 0.3), 'all', 100)).toBeUndefined();
});

test('a loss that is no number or far above its lowest is a divergence', () => {
  expect(divergence(NO_TREND, Number.NaN, 1)).toBe('the loss is NaN');
  expect(divergence(NO_TREND, 1, Number.POSITIVE_INFINITY)).toBe("the gradient's norm is Infinity");
  let trend = addLoss(NO_TREND, 5);
  expect(trend).toEqual({ smoothed: 5, lowest: 5 });
  expect(divergence(trend, 100, 1)).toBeUndefined();
  for (let step = 0; step < 20; step++) trend = addLoss(trend, 15);
  expect(divergence(trend, 15, 1)).toMatch(/^the loss rose from 5.00 to/);
});

test('the rate rises over the warm-up and then follows half a cosine, or stays', () => {
  const schedule = { learningRate: 0.8, warmupSteps: 4, schedule: 'cosine' } as const;
  const rates = [1, 2, 3, 4, 5, 7, 8, 9].map(step => learningRateAt(schedule, step, 8));
  const expected = [0.2, 0.4, 0.6, 0.8, 0.8, 0.4, 0.4 * (1 + Math.cos(0.75 * Math.PI)), 0];
  rates.forEach((rate, i) => {
    expect(rate).toBeCloseTo(expected[i]!, 12);
  });
  expect(learningRateAt({ ...schedule, schedule: 'constant' }, 100, 8)).toBe(0.8);
  expect(learningRateAt({ ...schedule, warmupSteps: 0 }, 1, 8)).toBe(0.8);
});
