import { expect, test } from 'vitest';
import {
  type MetricLine,
  stepsMade,
  withFigures,
} from '../../../src-renderer/cells/train/train-series.js';

const validated = (step: number) => ({ phase: 'selection', step, recallAt10: 0.1 }) as MetricLine;

test('figures of a running step stand behind the lines, without rates that are not measured yet', () => {
  const figures = { loss: 4, stepsPerSecond: 0, tokensPerSecond: 0, waitingShare: 0 };
  expect(withFigures([validated(400)], 401, figures)).toEqual([
    validated(400),
    { phase: 'selection', step: 401, loss: 4, waitingShare: 0 },
  ]);
  expect(withFigures([validated(400)], 400, figures)).toEqual([validated(400)]);
});

test('steps beyond the chosen one are told, where there are such', () => {
  const metrics = [0, 100, 600].map(validated);
  expect(stepsMade(metrics, 100)).toBe(600);
  expect(stepsMade(metrics, 600)).toBeNull();
  expect(stepsMade([], 8)).toBeNull();
});
