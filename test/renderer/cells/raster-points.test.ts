import { expect, test } from 'vitest';
import { fitView } from '../../../src-renderer/cells/map/map-view.js';
import { CHOSEN, HIDDEN, PLAIN } from '../../../src-renderer/cells/map/point-layer.js';
import { rasterPoints } from '../../../src-renderer/cells/map/raster-points.js';
import type { Rgb } from '../../../src-renderer/cells/map/token-colours.js';

const COLOURS: Rgb[] = [
  [1, 0, 0],
  [0, 0, 1],
];
/** Nine by nine pixels around the origin. */
const view = fitView(9, 9);

function pixelsOf(points: number[], slots: number[], shades: number[]) {
  const pixels = rasterPoints(
    {
      points: Float32Array.from(points),
      slots: Uint8Array.from(slots),
      shades: Uint8Array.from(shades),
    },
    view,
    COLOURS,
    1,
  );
  return (x: number, y: number) =>
    Array.from(pixels.subarray(4 * (9 * y + x), 4 * (9 * y + x) + 4));
}

test('a point is a disc in its colour: full in the middle, nothing two pixels away', () => {
  const at = pixelsOf([0, 0], [0], [PLAIN]);
  // Alpha .55 · 255 = 140.25; the disc is 3 pixels across, so its neighbours lie within .7 of its edge squared.
  expect(at(4, 4)).toEqual([255, 0, 0, 140]);
  expect(at(5, 4)).toEqual([255, 0, 0, 140]);
  expect(at(6, 4)).toEqual([0, 0, 0, 0]);
});

test('a later point lies over an earlier one', () => {
  const at = pixelsOf([0, 0, 0, 0], [0, 1], [PLAIN, PLAIN]);
  // Alpha 1 − .45² = .7975; red .55 · .45 and blue .55 of it.
  expect(at(4, 4)).toEqual([79, 0, 176, 203]);
});

test('y points upwards; hidden points and those out of sight leave nothing', () => {
  const at = pixelsOf([0, 0.9, 0, -0.9, 5, 5], [1, 0, 0], [CHOSEN, HIDDEN, PLAIN]);
  expect(at(4, 0)).toEqual([0, 0, 255, 242]);
  const below = Array.from({ length: 9 }, (_, x) => at(x, 8)[3]);
  expect(below).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
});
