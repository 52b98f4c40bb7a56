import { expect, test } from 'vitest';
import { placeNames } from '../../../src-renderer/cells/diversity/coverage-labels.js';

const plot = { left: 42, right: 440, top: 80, base: 300 };

test('names stand right of the verticals where they fit', () => {
  expect(placeNames([60, 75], 150, plot)).toEqual({ x: 85, anchor: 'start', y: [80, 95] });
});

test('where they do not, they stand at the left, at the bottom, below the curves', () => {
  expect(placeNames([300, 310, 320], 150, plot)).toEqual({
    x: 290,
    anchor: 'end',
    y: [260, 275, 290],
  });
});

test('where neither side has room they end at the border', () => {
  expect(placeNames([150, 320], 150, plot)).toMatchObject({ x: 440, anchor: 'end' });
});
