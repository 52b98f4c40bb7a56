import { expect, test } from 'vitest';
import { minimapKey } from '../../../src-renderer/cells/timeline/minimap-keys.js';
import { AxisView } from '../../../src-renderer/charts/axis-view.svelte.js';

function after(key: string, from = 0.4, until = 0.6): number[] {
  const view = new AxisView();
  view.show(from, until);
  minimapKey({ key, ctrlKey: false, metaKey: false, altKey: false }, view);
  return [view.from, view.until].map(at => Math.round(at * 1e6) / 1e6);
}

test('arrows move by a fifth of what is in sight, pages by nine tenths', () => {
  expect(after('ArrowLeft')).toEqual([0.36, 0.56]);
  expect(after('ArrowRight')).toEqual([0.44, 0.64]);
  expect(after('PageUp')).toEqual([0.58, 0.78]);
  expect(after('PageDown')).toEqual([0.22, 0.42]);
});

test('plus and up zoom in about the middle, minus and down out', () => {
  for (const key of ['+', '=', 'ArrowUp']) expect(after(key)).toEqual([0.43, 0.57]);
  for (const key of ['-', 'ArrowDown']) expect(after(key)).toEqual([0.357143, 0.642857]);
});

test('Home and End keep the scale, and nothing leaves the timeline', () => {
  expect(after('Home')).toEqual([0, 0.2]);
  expect(after('End')).toEqual([0.8, 1]);
  expect(after('ArrowRight', 0.9, 1)).toEqual([0.9, 1]);
  expect(after('-', 0, 0.9)).toEqual([0, 1]);
});

test('keys of the plot and of the browser are left alone', () => {
  const view = new AxisView();
  const pressed = { ctrlKey: false, metaKey: false, altKey: false };
  expect(minimapKey({ ...pressed, key: 'w' }, view)).toBe(false);
  expect(minimapKey({ ...pressed, key: '+', ctrlKey: true }, view)).toBe(false);
  expect([view.from, view.until]).toEqual([0, 1]);
});
