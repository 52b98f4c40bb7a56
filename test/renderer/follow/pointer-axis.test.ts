import { expect, test } from 'vitest';
import { AxisView } from '../../../src-renderer/charts/axis-view.svelte.js';
import { DAY_MS } from '../../../src-renderer/charts/day.js';
import { pixelAt, pixelOf, positionUnder } from '../../../src-renderer/charts/sight.js';
import { TimeOrderAxis } from '../../../src-renderer/charts/time-order-axis.js';
import { PointerAxis } from '../../../src-renderer/follow/pointer-axis.svelte.js';

const start = Date.UTC(2024, 0, 1);
const axis = new TimeOrderAxis(Float64Array.of(start, start + 9 * DAY_MS), 0);

/** A plot of 400 pixels at (50, 0) of the window; in sight is the middle half, the playhead at its middle. */
function plot() {
  const view = new AxisView();
  view.show(0.25, 0.75);
  const seen = { playheadMs: start + 4.5 * DAY_MS, clicks: [] as number[], points: 0 };
  const sight = () => ({ axis, from: view.from, until: view.until, width: 400 });
  const pointer = new PointerAxis(() => ({
    view,
    sight: sight(),
    playhead: pixelAt(sight(), seen.playheadMs),
    moveTo: to => {
      seen.playheadMs = to;
    },
    point: place => {
      if (place !== null) seen.points += 1;
    },
    click: ({ x }) => seen.clicks.push(x),
  }));
  const element = {
    getBoundingClientRect: () => ({ left: 50, top: 0 }),
    setPointerCapture: () => undefined,
    closest: () => null,
  };
  const at = (x: number, pointerId = 1, pointerType = 'touch') => ({
    button: 0,
    buttons: 1,
    pointerId,
    pointerType,
    clientX: x + 50,
    clientY: 20,
    currentTarget: element,
  });
  return { view, seen, pointer, at, sight };
}

test('one finger pans: what was under it stays under it', () => {
  const { view, seen, pointer, at, sight } = plot();
  const held = positionUnder(sight(), 100);
  pointer.down(at(100));
  pointer.move(at(60));
  pointer.up(at(60));
  expect(pixelOf(sight(), held)).toBeCloseTo(60, 8);
  expect(view.until - view.from).toBeCloseTo(0.5, 12);
  expect(seen.clicks).toEqual([]);
});

test('a finger that hardly moves is a click', () => {
  const { view, seen, pointer, at } = plot();
  pointer.down(at(100));
  pointer.move(at(102));
  pointer.up(at(102));
  expect(seen.clicks).toEqual([102]);
  expect(view.from).toBe(0.25);
});

test('two fingers zoom: what was under each stays under it', () => {
  const { seen, pointer, at, sight } = plot();
  const [left, right] = [positionUnder(sight(), 100), positionUnder(sight(), 200)];
  pointer.down(at(100, 1));
  pointer.down(at(200, 2));
  pointer.move(at(80, 1));
  pointer.move(at(280, 2));
  expect(pixelOf(sight(), left)).toBeCloseTo(80, 8);
  expect(pixelOf(sight(), right)).toBeCloseTo(280, 8);
  pointer.up(at(280, 2));
  pointer.up(at(80, 1));
  expect(seen.clicks).toEqual([]);
});

test('the finger that stays after a pinch pans on, without a jump', () => {
  const { view, pointer, at, sight } = plot();
  pointer.down(at(100, 1));
  pointer.down(at(200, 2));
  pointer.up(at(200, 2));
  expect(view.from).toBe(0.25);
  const held = positionUnder(sight(), 100);
  pointer.move(at(110, 1));
  expect(pixelOf(sight(), held)).toBeCloseTo(110, 8);
});

test('a pinch that begins on the playhead does not move it', () => {
  const { seen, pointer, at } = plot();
  const before = seen.playheadMs;
  pointer.down(at(200, 1));
  expect(pointer.scrubbing).toBe(true);
  pointer.down(at(300, 2));
  expect(pointer.scrubbing).toBe(false);
  pointer.move(at(150, 1));
  pointer.move(at(350, 2));
  expect(seen.playheadMs).toBe(before);
});

test('a finger takes hold of the playhead from further away than a mouse, and drags it', () => {
  const mouse = plot();
  mouse.pointer.down(mouse.at(210, 1, 'mouse'));
  expect(mouse.pointer.scrubbing).toBe(false);
  const { seen, pointer, at } = plot();
  pointer.down(at(210));
  expect(pointer.scrubbing).toBe(true);
  // Five days on 400 pixels: 80 pixels are a day.
  pointer.move(at(280));
  expect((seen.playheadMs - start) / DAY_MS).toBeCloseTo(5.5, 6);
  pointer.move(at(9999));
  expect((seen.playheadMs - start) / DAY_MS).toBeCloseTo(7, 6);
  expect(seen.points).toBe(0);
});

test('the page scrolls over a plot without the focus, and a pinch of the touchpad zooms it', () => {
  const { view, pointer, at, sight } = plot();
  const wheel = (deltaY: number, ctrlKey = false, deltaX = 0) => {
    let kept = false;
    const preventDefault = () => {
      kept = true;
    };
    pointer.wheel({ ...at(100), deltaX, deltaY, ctrlKey, shiftKey: false, preventDefault });
    return kept;
  };
  expect(wheel(100)).toBe(false);
  expect(view.from).toBe(0.25);
  const held = positionUnder(sight(), 100);
  expect(wheel(-100, true)).toBe(true);
  expect(view.until - view.from).toBeCloseTo(0.5 * 1.0015 ** -400, 12);
  expect(pixelOf(sight(), held)).toBeCloseTo(100, 8);
  expect(wheel(0, false, 40)).toBe(true);
  expect(pixelOf(sight(), held)).toBeCloseTo(60, 8);
});
