import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowWeights } from '../../src-main/train/user-weights.js';

test('a row of a user with three rows weighs a third of the row of a user with one', () => {
  // Two users: 1 / (2 · 3) for each row of the first, 1 / (2 · 1) for the row of the second.
  expect([...rowWeights([0, 0, 0, 1], [1, 0, 0, 1], 2, 'equal')]).toEqual(
    [1 / 6, 1 / 6, 1 / 6, 1 / 2].map(Math.fround),
  );
});

test('newestHalf gives the newest position half of its user, the others the other half', () => {
  // User 0: newest ½ · ½, two others ½ · ¼ each. User 1: newest alone takes all. User 2: others alone.
  const weights = rowWeights([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 0, 0], 3, 'newestHalf');
  expect([...weights]).toEqual([1 / 12, 1 / 12, 1 / 6, 1 / 3, 1 / 6, 1 / 6].map(Math.fround));
});

test('two newest rows of one user share the half of the newest', () => {
  const weights = rowWeights([0, 0, 0], [1, 1, 0], 1, 'newestHalf');
  expect([...weights]).toEqual([0.25, 0.25, 0.5]);
});

test('users without rows take no share, and no rows give no weights', () => {
  expect([...rowWeights([2], [1], 5, 'equal')]).toEqual([1]);
  expect([...rowWeights([], [], 5, 'equal')]).toEqual([]);
});

test('every user has the same weight in all, and all weights sum to 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ user: fc.nat(6), newest: fc.boolean() }), { minLength: 1 }),
      fc.constantFrom('equal' as const, 'newestHalf' as const),
      (rows, weighting) => {
        const user = rows.map(row => row.user);
        const newest = rows.map(row => (row.newest ? 1 : 0));
        const weights = rowWeights(user, newest, 7, weighting);
        const byUser = new Map<number, number>();
        user.forEach((u, row) => {
          byUser.set(u, (byUser.get(u) ?? 0) + weights[row]!);
        });
        for (const weight of byUser.values()) expect(weight).toBeCloseTo(1 / byUser.size, 5);
      },
    ),
  );
});
