import { expect, test } from 'vitest';
import type { UserTimeline } from '../../../src-main/contract/moment.js';
import type { MapOutput } from '../../../src-main/contract/outputs.js';
import { nearestPoint, pointsInPolygon } from '../../../src-renderer/cells/map/lasso.js';
import {
  boundsOf,
  fitView,
  panBy,
  resize,
  toPixel,
  toPlane,
  zoomAt,
} from '../../../src-renderer/cells/map/map-view.js';
import {
  clusterMiddles,
  legendOf,
  slotsByActions,
  slotsByInterest,
} from '../../../src-renderer/cells/map/point-slots.js';
import { userPath } from '../../../src-renderer/cells/map/user-path.js';

const map: MapOutput = {
  run: 'r',
  method: 'pca',
  points: Float32Array.of(0, 0, 0.5, 0, 0, 0.5, -0.5, -0.5, 1, 1),
  pins: 4,
  users: ['ann'],
  pin: Int32Array.of(7, 8, 9, 3),
  actions: Int32Array.of(0, 1, 4, 7, 260),
  interest: Int16Array.of(1, 1, 0, -1, 1),
  interests: ['bread', 'vans'],
  varianceShare: 0.5,
};

test('the plane fits the shorter side, y upwards', () => {
  const view = fitView(200, 100);
  expect(toPixel(view, [0, 0])).toEqual([100, 50]);
  expect(toPixel(view, [0, 1])).toEqual([100, 3]);
  expect(toPlane(view, toPixel(view, [0.25, -0.5]))).toEqual([0.25, -0.5]);
});

test('a map is fitted to where its pins lie', () => {
  const bounds = boundsOf(map.points, map.pins);
  expect(bounds).toEqual({ left: -0.5, right: 0.5, low: -0.5, high: 0.5 });
  expect(fitView(200, 100, bounds).scale).toBeCloseTo(94, 10);
  expect(boundsOf(map.points, 1)).toEqual({ left: -1, right: 1, low: -1, high: 1 });
});

test('of many points those that lie far out are seen, whatever the order', () => {
  // A hundred to a column, one column after the other.
  const many = Float32Array.from({ length: 2_000_000 }, (_, i) =>
    i % 2 === 0 ? Math.floor(i / 200) / 10_000 : ((i >> 1) % 100) / 100,
  );
  const { left, right, low, high } = boundsOf(many, 1_000_000);
  expect(left).toBeLessThan(0.01);
  expect(right).toBeGreaterThan(0.99);
  expect(low).toBe(0);
  expect(high).toBeCloseTo(0.99, 5);
});

test('a zoom leaves the plane under the pointer where it was', () => {
  const view = zoomAt(fitView(200, 100), 3, [40, 80]);
  const before = toPlane(fitView(200, 100), [40, 80]);
  const after = toPlane(view, [40, 80]);
  expect(after[0]).toBeCloseTo(before[0], 12);
  expect(after[1]).toBeCloseTo(before[1], 12);
  expect(view.scale).toBeCloseTo(141, 10);
});

test('a zoom ends where single points are far apart', () => {
  expect(zoomAt(fitView(200, 100), 1e9, [0, 0]).scale).toBeCloseTo(47 * 400, 8);
});

test('a drag moves the plane with the pointer, a new size keeps the zoom', () => {
  expect(toPixel(panBy(fitView(200, 100), 10, -5), [0, 0])).toEqual([110, 45]);
  expect(resize(zoomAt(fitView(200, 100), 2, [100, 50]), 400, 200).scale).toBeCloseTo(188, 10);
});

test('a lasso holds the points inside, of those that are shown', () => {
  const square = [
    [-0.1, -0.1],
    [0.6, -0.1],
    [0.6, 0.6],
    [-0.1, 0.6],
  ] as const;
  expect(pointsInPolygon(map.points, square)).toEqual([0, 1, 2]);
  expect(pointsInPolygon(map.points, square, Uint8Array.of(1, 0, 1, 1, 1))).toEqual([0, 2]);
  expect(pointsInPolygon(map.points, square.slice(0, 2))).toEqual([]);
});

test('the nearest point is found within reach only', () => {
  expect(nearestPoint(map.points, [0.4, 0.05], 0.2)).toBe(1);
  expect(nearestPoint(map.points, [0.25, 0.25], 0.1)).toBe(-1);
});

const pins = { from: 0, until: 4 };

test('interests get colours by falling number of pins, the rest share one', () => {
  const coloured = slotsByInterest(map);
  expect(coloured.slots).toEqual(Uint8Array.of(1, 1, 2, 0, 1));
  expect(legendOf(coloured, pins)).toEqual([
    { name: 'vans', slot: 1, points: 2 },
    { name: 'bread', slot: 2, points: 1 },
    { name: 'other interests', slot: 0, points: 1 },
  ]);
  expect(coloured.tokens.slice(0, 3)).toEqual(['--i0', '--i1', '--i2']);
});

test('a legend counts what is shown, or what a lasso holds', () => {
  const coloured = slotsByInterest(map);
  expect(legendOf(coloured, { from: 4, until: 5 })).toEqual([{ name: 'vans', slot: 1, points: 1 }]);
  expect(legendOf(coloured, [2, 3]).map(({ name, points }) => [name, points])).toEqual([
    ['bread', 1],
    ['other interests', 1],
  ]);
});

test('numbers of actions fall into classes, of which the lowest are one where there are many', () => {
  const all = { from: 0, until: 5 };
  const few = slotsByActions({ actions: Int32Array.of(0, 1, 1, 4, 5) });
  expect(few.slots).toEqual(Uint8Array.of(0, 1, 1, 2, 3));
  expect(legendOf(few, all).map(({ name, points }) => [name, points])).toEqual([
    ['5', 1],
    ['2–4', 1],
    ['1', 2],
    ['none', 1],
  ]);
  expect(few.tokens.slice(0, 4)).toEqual(['--i0', '--seq-6', '--seq-7', '--seq-8']);

  const many = slotsByActions(map);
  expect(many.slots).toEqual(Uint8Array.of(0, 1, 1, 2, 7));
  expect(legendOf(many, all).map(({ name }) => name)).toEqual(['200–260', '5–9', '1–4', 'none']);
});

test("a cluster's name stands at the middle of its points, and where it has none nowhere", () => {
  const coloured = slotsByInterest(map);
  expect(clusterMiddles(map, coloured, pins)).toEqual([
    { name: 'vans', x: 0.5, y: 0 },
    { name: 'bread', x: 0, y: 0.5 },
  ]);
  expect(clusterMiddles(map, coloured, { from: 4, until: 5 })).toEqual([
    { name: 'vans', x: 1, y: 1 },
  ]);
});

test("a user's day lies at the mean of the pins acted on", () => {
  const day = 86_400_000;
  const timeline: UserTimeline = {
    dataset: 'd',
    user: 'ann',
    atMs: Float64Array.of(day, day + 5, 3 * day, 4 * day),
    pin: Int32Array.of(8, 9, 3, 99),
    type: new Uint8Array(4),
    surface: new Uint8Array(4),
    durationSeconds: new Float32Array(4),
    positive: new Uint8Array(4),
    interest: new Int16Array(4),
    types: [],
    surfaces: [],
    interests: [],
    has: { type: false, surface: false, duration: false },
  };
  expect(userPath(timeline, map)).toEqual([
    { dayMs: day, x: 0.25, y: 0.25, actions: 2 },
    { dayMs: 3 * day, x: -0.5, y: -0.5, actions: 1 },
  ]);
  expect(userPath(timeline, map, 1)).toHaveLength(1);
});
