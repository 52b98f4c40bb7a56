import { expect, test } from 'vitest';
import { typeRows } from '../../../src-renderer/cells/profile/type-rows.js';

const typesOf = (...actions: number[]) => {
  const total = actions.reduce((sum, each) => sum + each, 0);
  return actions.map((each, i) => ({
    name: `t${i}`,
    actions: each,
    share: each / total,
    positives: 1,
  }));
};
/** Three users, two types. */
const sampled = {
  columns: 2,
  actions: Uint32Array.of(6, 0, 1, 3, 1, 0),
  positives: Uint32Array.of(1, 0, 0, 1, 0, 0),
};

test('the shares of the kept users stand beside those of all', () => {
  // The second and the third user: 1 + 1 of the first type, 3 of the second.
  const [first, second] = typeRows(typesOf(8, 3), sampled, Uint8Array.of(0, 1, 1));
  expect(first?.share).toBeCloseTo(8 / 11);
  expect(first?.kept).toEqual({ actions: 2, positives: 0, share: 2 / 5 });
  expect(second?.kept).toEqual({ actions: 3, positives: 1, share: 3 / 5 });
});

test('nothing stands beside them while nobody stands out, or where it was not counted', () => {
  expect(typeRows(typesOf(8, 3), sampled, undefined).map(row => row.kept)).toEqual([
    undefined,
    undefined,
  ]);
  const [first] = typeRows(typesOf(8, 3), undefined, Uint8Array.of(1, 1, 1));
  expect(first?.kept).toBeUndefined();
});

test('of nobody all shares are zero', () => {
  const rows = typeRows(typesOf(8, 3), sampled, new Uint8Array(3));
  expect(rows.map(row => row.kept?.share)).toEqual([0, 0]);
});

test('of more than six types the rarest share the last row', () => {
  const many = { columns: 7, actions: Uint32Array.of(1, 1, 1, 1, 1, 2, 3) };
  const rows = typeRows(
    typesOf(30, 20, 10, 10, 10, 10, 10),
    { ...many, positives: new Uint32Array(7) },
    Uint8Array.of(1),
  );
  expect(rows).toHaveLength(6);
  expect(rows[5]).toMatchObject({ name: '2 others', actions: 20, positives: 2 });
  expect(rows[5]?.kept).toEqual({ actions: 5, positives: 0, share: 1 / 2 });
});
