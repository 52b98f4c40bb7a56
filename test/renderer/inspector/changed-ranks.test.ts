import { expect, test } from 'vitest';
import type { RetrievedPin } from '../../../src-main/contract/moment.js';
import { changedRanks, newResults } from '../../../src-renderer/inspector/changed-ranks.js';

const ranked = (...pins: number[]) => pins.map((pin, i) => ({ pin, rank: i + 1 }) as RetrievedPin);

test('results after a change in order with where they were, then those that went', () => {
  const ranks = changedRanks({ before: ranked(4, 5, 6), after: ranked(5, 4, 7) });
  expect(ranks.map(({ pin, before, after }) => [pin.pin, before, after])).toEqual([
    [5, 2, 1],
    [4, 1, 2],
    [7, null, 3],
    [6, 3, null],
  ]);
  expect(newResults(ranks)).toBe(1);
});
