import { expect, test } from 'vitest';
import { fitView, panBy } from '../../../src-renderer/cells/map/map-view.js';
import { CHOSEN, HIDDEN, PLAIN } from '../../../src-renderer/cells/map/point-layer.js';
import { rasterPoints, shareInSight } from '../../../src-renderer/cells/map/raster-points.js';
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

/** 250 points on a line, four pixels from one another in a view of 1000 by 1000. */
const line = {
  points: Float32Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? (2 * i - 498) / 500 : 0)),
  slots: new Uint8Array(250),
  shades: new Uint8Array(250).fill(PLAIN),
};
const wide = { x: 0, y: 0, scale: 500, width: 1000, height: 1000 };

/** Opacity of each point of the line. */
function opacities(share: number, seen = wide) {
  const pixels = rasterPoints(line, seen, COLOURS, 1, share);
  return Array.from({ length: 250 }, (_, row) => {
    const x = Math.floor(500 + (line.points[2 * row]! - seen.x) * 500);
    return pixels[4 * (500 * 1000 + x) + 3]!;
  });
}

test('a share of the points is spread evenly, and each is as dark as those it stands for', () => {
  expect(opacities(1).every(alpha => alpha === 140)).toBe(true);
  const quarter = opacities(0.25);
  // 1 − .45⁴ = .95899, of 255.
  expect(new Set(quarter)).toEqual(new Set([0, 245]));
  for (let from = 0; from < 250; from += 50) {
    const drawn = quarter.slice(from, from + 50).filter(alpha => alpha > 0).length;
    expect(Math.abs(drawn - 12.5)).toBeLessThan(2);
  }
});

test('a moved map shows the same of its points', () => {
  const before = opacities(0.25).slice(0, 200);
  expect(opacities(0.25, panBy(wide, 20, 0)).slice(0, 200)).toEqual(before);
});

test('the share is of the points in sight, and all are drawn where they are few', () => {
  // .2 = 2 to the −2.32, the step below it −2.5.
  expect(shareInSight(line, wide, 50)).toBe(2 ** -2.5);
  expect(shareInSight(line, wide, 300)).toBe(1);
  // The left half of the line is out of sight, and of the rest every second is hidden: 63 are left, and ⅓ is 2 to the −1.58.
  const half = { ...line, shades: Uint8Array.from(line.shades, (_, row) => PLAIN * (row % 2)) };
  expect(shareInSight(half, { ...wide, x: 1 }, 21)).toBe(2 ** -1.75);
});

test('of more points than are looked at, a spread says how many are in sight', () => {
  const rows = 100_000;
  const many = {
    points: Float32Array.from({ length: 2 * rows }, (_, i) => (i % 4 === 0 ? 5 : 0)),
    slots: new Uint8Array(rows),
    shades: new Uint8Array(rows).fill(PLAIN),
  };
  // A tenth of the half in sight is 2 to the −3.32.
  expect(shareInSight(many, wide, 5000)).toBe(2 ** -3.5);
});
