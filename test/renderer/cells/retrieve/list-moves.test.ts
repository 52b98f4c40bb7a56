import { expect, test } from 'vitest';
import type { RetrievedPin } from '../../../../src-main/contract/moment.js';
import { movesOf, moveText } from '../../../../src-renderer/cells/retrieve/list-moves.js';

const listed = (...pins: number[]): RetrievedPin[] =>
  pins.map((pin, index) => ({
    ...{ pin, id: `${pin}`, title: '', interests: [], url: '', image: '' },
    ...{ rank: index + 1, score: 0, distance: 0, visited: false, engagedAtMs: null },
  }));

test('pins are told to be new, moved or where they were', () => {
  const moves = movesOf(listed(7, 3, 5, 9), listed(3, 7, 5));
  expect(moves.map(move => moveText(move).glyph)).toEqual(['▲1', '▼1', '=', '●']);
  expect(moveText(moves[1]!).words).toBe('1 place down');
});

test('a first column has no moves', () => {
  expect(movesOf(listed(1, 2), undefined)).toEqual([{ kind: 'first' }, { kind: 'first' }]);
});
