import { expect, onTestFinished, test, vi } from 'vitest';
import { MapGestures } from '../../../src-renderer/cells/map/map-gestures.svelte.js';
import { viewAfterKey } from '../../../src-renderer/cells/map/map-keys.js';
import { placeDates, placeDays, placeNames } from '../../../src-renderer/cells/map/map-labels.js';
import { fitView, type Point, toPixel, toPlane } from '../../../src-renderer/cells/map/map-view.js';

const whole = { left: -1, right: 1, low: -1, high: 1 };

/** A map of 200 × 200 pixels whose left upper corner is at (10, 20) of the window. */
function handled(tool: 'pan' | 'lasso' = 'pan', pointerType: 'mouse' | 'touch' = 'mouse') {
  const seen = { view: fitView(200, 200), clicks: [] as Point[], polygons: [] as Point[][] };
  const gestures = new MapGestures(() => ({
    view: seen.view,
    show: view => {
      seen.view = view;
    },
    tool,
    click: at => seen.clicks.push(at),
    lasso: polygon => seen.polygons.push([...polygon]),
  }));
  const element = {
    getBoundingClientRect: () => ({ left: 10, top: 20 }),
    setPointerCapture: () => undefined,
  };
  const at = (x: number, y: number, pointerId = 1) => ({
    button: 0,
    buttons: 1,
    pointerId,
    pointerType,
    clientX: x + 10,
    clientY: y + 20,
    currentTarget: element,
  });
  const wheel = (x: number, y: number, deltaY: number, ctrlKey = false) => {
    let kept = false;
    const preventDefault = () => {
      kept = true;
    };
    gestures.wheel({ ...at(x, y), deltaX: 0, deltaY, ctrlKey, shiftKey: false, preventDefault });
    return kept;
  };
  return { seen, gestures, at, wheel };
}

test('a drag moves the plane with the finger, a press without a move is a click', () => {
  const { seen, gestures, at } = handled();
  gestures.press(at(100, 100));
  gestures.move(at(130, 90));
  gestures.release(at(130, 90));
  expect(toPixel(seen.view, [0, 0])).toEqual([130, 90]);
  expect(seen.clicks).toEqual([]);
  gestures.press(at(130, 90));
  gestures.move(at(131, 90));
  gestures.release(at(131, 90));
  expect(seen.clicks).toHaveLength(1);
  expect(seen.clicks[0]![0]).toBeCloseTo(1 / seen.view.scale, 12);
});

test('two fingers keep the plane under them and neither click nor draw', () => {
  for (const tool of ['pan', 'lasso'] as const) {
    const { seen, gestures, at } = handled(tool, 'touch');
    const [left, right] = [toPlane(seen.view, [80, 100]), toPlane(seen.view, [120, 100])];
    gestures.press(at(80, 100, 1));
    gestures.press(at(120, 100, 2));
    gestures.move(at(60, 110, 1));
    gestures.move(at(140, 110, 2));
    for (const [plane, pixel] of [
      [left, [60, 110]],
      [right, [140, 110]],
    ] as const) {
      expect(toPixel(seen.view, plane)[0]).toBeCloseTo(pixel[0], 0);
      expect(toPixel(seen.view, plane)[1]).toBeCloseTo(pixel[1], 0);
    }
    gestures.release(at(140, 110, 2));
    gestures.release(at(60, 110, 1));
    expect([seen.clicks, seen.polygons, gestures.loop]).toEqual([[], [], []]);
  }
});

test('one finger scrolls the page over a map at rest, with a hint, and moves one that was tapped', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { seen, gestures, at } = handled('pan', 'touch');
  const before = seen.view;
  expect(gestures.entered).toBe(false);
  gestures.press(at(100, 100));
  gestures.move(at(100, 130));
  gestures.release(at(100, 130));
  expect([seen.view, seen.clicks, gestures.entered]).toEqual([before, [], false]);
  expect(gestures.hinted).toBe(true);
  vi.advanceTimersByTime(2000);
  expect(gestures.hinted).toBe(false);

  gestures.press(at(100, 100));
  gestures.release(at(100, 100));
  gestures.leave(at(100, 100));
  expect([seen.clicks.length, gestures.entered]).toEqual([1, true]);
  gestures.press(at(100, 100));
  gestures.move(at(100, 130));
  gestures.release(at(100, 130));
  expect(toPixel(seen.view, [0, 0])).toEqual([100, 130]);
  expect(gestures.hinted).toBe(false);
  gestures.rest();
  expect(gestures.entered).toBe(false);
});

test('the page is kept from scrolling by two fingers alone, and by one that draws', () => {
  const { gestures } = handled('pan', 'touch');
  const kept = (fingers: number) => {
    const preventDefault = vi.fn();
    const touches = { length: fingers };
    gestures.touch({ touches, cancelable: true, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  expect([kept(1), kept(2)]).toEqual([false, true]);
  expect(handled('lasso', 'touch').gestures.entered).toBe(true);
});

test('the finger that stays after a pinch pans on', () => {
  const { seen, gestures, at } = handled('pan', 'touch');
  gestures.press(at(80, 100, 1));
  gestures.press(at(120, 100, 2));
  gestures.release(at(120, 100, 2));
  gestures.move(at(95, 100, 1));
  expect(toPixel(seen.view, [0, 0])).toEqual([115, 100]);
});

test('a lasso gives its corners on the plane', () => {
  const { seen, gestures, at } = handled('lasso');
  gestures.press(at(100, 100));
  gestures.move(at(194, 100));
  gestures.move(at(100, 6));
  expect(gestures.loop).toEqual([
    [100, 100],
    [194, 100],
    [100, 6],
  ]);
  gestures.release(at(100, 6));
  expect(seen.polygons).toEqual([
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
  ]);
  expect(gestures.loop).toEqual([]);
});

test('the page scrolls over a map that nobody has pressed, and the wheel zooms one that was', () => {
  const { seen, gestures, at, wheel } = handled();
  const before = seen.view.scale;
  expect(wheel(100, 100, -100)).toBe(false);
  expect(seen.view.scale).toBe(before);
  expect(wheel(100, 100, -100, true)).toBe(true);
  gestures.press(at(50, 50));
  gestures.release(at(50, 50));
  expect(wheel(100, 100, -100)).toBe(true);
  expect(seen.view.scale / before).toBeCloseTo(Math.exp(0.32), 12);
  gestures.rest();
  expect(wheel(100, 100, -100)).toBe(false);
});

test('keys move, zoom and fit what is seen, and leave others alone', () => {
  const seen = fitView(200, 200);
  const press = (key: string, ctrlKey = false) =>
    viewAfterKey({ key, ctrlKey, metaKey: false, altKey: false }, seen, whole);
  expect(toPixel(press('ArrowLeft')!, [0, 0])).toEqual([140, 100]);
  expect(toPixel(press('ArrowDown')!, [0, 0])).toEqual([100, 60]);
  expect(press('+')!.scale).toBeCloseTo(seen.scale * 1.5, 12);
  expect(press('-')!.scale).toBeCloseTo(seen.scale / 1.5, 12);
  expect(press('f')).toEqual(seen);
  expect([press('x'), press('f', true)]).toEqual([null, null]);
});

test('the newest and the oldest day are dated, and names of clusters make room for them', () => {
  const seen = fitView(400, 400);
  const day = Date.UTC(2024, 0, 5);
  const path = [
    { dayMs: day, x: -0.5, y: 0, actions: 1 },
    { dayMs: day + 86_400_000, x: 0.5, y: 0, actions: 2 },
  ];
  const days = placeDays(seen, path);
  expect(days.map(({ at }) => at)).toEqual([
    [106, 200],
    [294, 200],
  ]);
  const dates = placeDates(seen, days);
  expect(dates.map(({ text }) => text)).toEqual(['6 Jan', '5 Jan']);
  expect(placeDates(seen, days.slice(1))).toEqual([]);
  const free = placeNames(seen, [{ name: 'vans', x: 0.5, y: 0 }], []);
  expect(free[0]!.box.y).toBe(192);
  const { box } = dates[0]!;
  const under = toPlane(seen, [box.x + box.width / 2, box.y + box.height / 2]);
  const [moved] = placeNames(seen, [{ name: 'vans', x: under[0], y: under[1] }], dates);
  expect(moved!.box.y + moved!.box.height <= box.y || moved!.box.x >= box.x + box.width).toBe(true);
});
