import { expect, test } from 'vitest';
import { attendedPins } from '../../../src-renderer/inspector/attended.js';

test('actions on one pin count together, over the mean of all heads, without the newest', () => {
  // Two heads of one layer over four actions; the mean is .1, .25, .25, .4.
  const view = {
    layers: 1,
    heads: 2,
    sequence: Int32Array.of(3, 4, 5, 6),
    newest: Float32Array.of(0.2, 0.1, 0.3, 0.4, 0, 0.4, 0.2, 0.4),
    matrix: new Float32Array(16),
  };
  const timeline = { pin: Int32Array.of(9, 9, 9, 7, 8, 7, 8) };
  const found = attendedPins(view, timeline, 5);
  expect(found.map(({ pin, action, actions }) => ({ pin, action, actions }))).toEqual([
    { pin: 7, action: 5, actions: 2 },
    { pin: 8, action: 4, actions: 1 },
  ]);
  expect(found.map(({ weight }) => Number(weight.toFixed(6)))).toEqual([0.35, 0.25]);
  expect(attendedPins(view, timeline, 1)).toHaveLength(1);
});
