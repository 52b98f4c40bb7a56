import { expect, test } from 'vitest';
import type { RetrievedPin } from '../../../src-main/contract/moment.js';
import { firstOf, movedColumns } from '../../../src-renderer/cells/retrieve/rank-moves.js';
import { slopeLinks } from '../../../src-renderer/cells/retrieve/slope-links.js';

const column = (cadence: string, pins: readonly number[]) => ({
  cadence,
  seenUntilMs: 0,
  pins: pins.map((pin, place) => ({ pin, rank: place + 1, engagedAtMs: null }) as RetrievedPin),
});
const place = { rowHeight: 10, width: 20 };
const kinds = ([left, right]: ReturnType<typeof movedColumns>) =>
  slopeLinks(left!, right!, place).map(({ kind, pin }) => [kind, pin]);

test('same pins are joined, the others marked at their side', () => {
  const columns = movedColumns([column('once', [1, 2, 3]), column('daily', [2, 4, 1])]);
  expect(kinds(columns)).toEqual([
    ['same', 1],
    ['same', 2],
    ['gone', 3],
    ['new', 4],
  ]);
});

test('a pin that moved beyond what is shown is neither gone nor new', () => {
  const columns = movedColumns([column('once', [1, 2, 3]), column('daily', [2, 4, 1])]);
  expect(kinds(firstOf(columns, 1))).toEqual([]);
  expect(kinds(firstOf(columns, 2))).toEqual([
    ['same', 2],
    ['new', 4],
  ]);
});
