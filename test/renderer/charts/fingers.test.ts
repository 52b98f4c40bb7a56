import { expect, test } from 'vitest';
import { Fingers } from '../../../src-renderer/charts/fingers.js';

test('one finger does not pinch', () => {
  const fingers = new Fingers();
  fingers.down(1, [10, 10]);
  expect(fingers.pinching).toBe(false);
  expect(fingers.only).toEqual([10, 10]);
  expect(fingers.move(1, [30, 10])).toBeNull();
});

test('fingers that part zoom about their middle, fingers that go together shift', () => {
  const fingers = new Fingers();
  fingers.down(1, [100, 50]);
  fingers.down(2, [200, 50]);
  // The right one moves by 100: 200 apart instead of 100, the middle 50 further right.
  expect(fingers.move(2, [300, 50])).toEqual({ by: [50, 0], factor: 2, about: [200, 50] });
  expect(fingers.move(1, [200, 50])).toEqual({ by: [50, 0], factor: 0.5, about: [250, 50] });
  expect(fingers.move(1, [200, 150])?.by).toEqual([0, 50]);
});

test('a pinch of many steps zooms by what it does at once', () => {
  const fingers = new Fingers();
  fingers.down(1, [0, 0]);
  fingers.down(2, [100, 0]);
  let factor = 1;
  for (const x of [117, 130, 180, 240]) factor *= fingers.move(2, [x, 0])!.factor;
  expect(factor).toBeCloseTo(2.4, 12);
});

test('fingers on one spot neither zoom without bound nor divide by zero', () => {
  const fingers = new Fingers();
  fingers.down(1, [50, 50]);
  fingers.down(2, [50, 50]);
  expect(fingers.move(2, [55, 50])?.factor).toBe(1);
  expect(fingers.move(2, [74, 50])?.factor).toBe(2);
});

test('a third finger is left alone, and takes part when one of the two is lifted', () => {
  const fingers = new Fingers();
  fingers.down(1, [0, 0]);
  fingers.down(2, [100, 0]);
  fingers.down(3, [300, 0]);
  expect(fingers.move(3, [400, 0])).toEqual({ by: [0, 0], factor: 1, about: [50, 0] });
  fingers.up(2);
  expect(fingers.move(3, [200, 0])).toEqual({ by: [-100, 0], factor: 0.5, about: [100, 0] });
  fingers.up(1);
  expect(fingers.only).toEqual([200, 0]);
  expect(fingers.move(1, [7, 7])).toBeNull();
});
