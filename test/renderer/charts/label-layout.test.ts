import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { meets, placeLabels, spread } from '../../../src-renderer/charts/label-layout.js';

const within = { x: 0, y: 0, width: 100, height: 100 };

test('the first label stands above its point, a second of the same place below it', () => {
  const wish = { text: 'a', x: 50, y: 50, width: 20, height: 10 };
  const placed = placeLabels([wish, { ...wish, text: 'b' }], within);
  expect(placed.map(({ text, box }) => [text, box.x, box.y])).toEqual([
    ['a', 40, 36],
    ['b', 40, 54],
  ]);
});

test('a label that fits nowhere is left out', () => {
  expect(placeLabels([{ text: 'a', x: 50, y: 50, width: 120, height: 10 }], within)).toEqual([]);
});

test('no two labels meet, and all stay within the border', () => {
  const wish = fc.record({
    text: fc.constant('x'),
    x: fc.integer({ min: 0, max: 100 }),
    y: fc.integer({ min: 0, max: 100 }),
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 30 }), wishes => {
      const boxes = placeLabels(wishes, within, { centred: true }).map(label => label.box);
      boxes.forEach((box, i) => {
        expect(boxes.slice(i + 1).some(other => meets(box, other))).toBe(false);
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 100).toBe(true);
      });
    }),
  );
});

test('labels of a column move apart around where they want to be', () => {
  expect(spread([10, 50], 12)).toEqual([10, 50]);
  expect(spread([50, 50], 12)).toEqual([44, 56]);
  expect(spread([52, 50, 90], 12)).toEqual([57, 45, 90]);
});

test('labels of a column stay within its ends', () => {
  expect(spread([0, 2, 4], 10, 0, 100)).toEqual([0, 10, 20]);
  expect(spread([100, 99], 10, 0, 100)).toEqual([100, 90]);
});
