import { expect, test } from 'vitest';
import { firstToShow } from '../../../src-renderer/cells/simulate/first-to-show.js';
import { whoPays } from '../../../src-renderer/cells/simulate/who-pays.js';

/** ann loses .5, bob .5 with more targets, cid gains, dan has no new target. */
const perUser = {
  users: ['ann', 'bob', 'cid', 'dan'],
  targets: Int32Array.of(2, 4, 1, 2),
  cells: [
    { run: 'dense', cadence: 'once', all: [0, 0, 0, 0], new: [0, 0, 0, Number.NaN] },
    { run: 'dense', cadence: 'daily', all: [0.5, 0.25, 1, 0], new: [0.5, 0, 1, Number.NaN] },
    { run: 'dense', cadence: 'realtime', all: [1, 0.75, 0, 0.25], new: [1, 1, 0, Number.NaN] },
    { run: 'sasrec', cadence: 'once', all: [1, 1, 1, 1], new: [1, 1, 1, 1] },
  ].map(cell => ({ ...cell, all: Float32Array.from(cell.all), new: Float32Array.from(cell.new) })),
};

test('those who lose are named, most first, of equal losses who has more targets', () => {
  const payers = whoPays(perUser, 'dense', 'daily', 'realtime', 'all');
  expect(payers).toEqual([
    { user: 'bob', targets: 4, from: 0.25, to: 0.75, lost: 0.5 },
    { user: 'ann', targets: 2, from: 0.5, to: 1, lost: 0.5 },
    { user: 'dan', targets: 2, from: 0, to: 0.25, lost: 0.25 },
  ]);
});

test('who has no target of a kind pays nothing for it', () => {
  const payers = whoPays(perUser, 'dense', 'daily', 'realtime', 'new');
  expect(payers.map(({ user, lost }) => [user, lost])).toEqual([
    ['bob', 1],
    ['ann', 0.5],
  ]);
});

test('a cadence that was not replayed names nobody', () => {
  expect(whoPays(perUser, 'dense', '6h', 'realtime', 'all')).toEqual([]);
  expect(whoPays(perUser, 'other', 'daily', 'realtime', 'all')).toEqual([]);
});

test('who pays most for daily inference is shown first, with both recalls', () => {
  expect(firstToShow(perUser, 'dense')).toEqual({
    user: 'bob',
    because: 'loses most recall@10 under daily inference, .250 against .750 realtime',
  });
});

test('without daily and realtime the last two cadences are read; with one, or no loser, nobody is', () => {
  const once = perUser.cells.filter(({ cadence }) => cadence !== 'realtime');
  expect(firstToShow({ ...perUser, cells: once }, 'dense')?.user).toBe('cid');
  expect(firstToShow(perUser, 'sasrec')).toBeNull();
  const turned = perUser.cells.map(cell => ({ ...cell, all: new Float32Array(4) }));
  expect(firstToShow({ ...perUser, cells: turned }, 'dense')).toBeNull();
});
