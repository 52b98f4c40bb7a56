import { expect, test } from 'vitest';
import { type MappedDataset, mappedFacts } from '../../../src-main/services/cells/mapped-facts.js';

/** Three pins of bread, vans and nothing; ann acts on vans most, bob on both alike, cid on what has none. */
const dataset: MappedDataset = {
  pins: {
    count: 3,
    interestOffsets: Uint32Array.of(0, 1, 3, 3),
    interests: Int32Array.of(0, 1, 0),
    interestNames: ['bread', 'vans'],
  },
  timelines: {
    offsets: Uint32Array.of(0, 3, 5, 6),
    pin: Int32Array.of(1, 0, 1, 1, 0, 2),
  },
};

test('points have the actions on a pin and by a user, and a user the interest of most actions', () => {
  const { actions, interest } = mappedFacts(
    dataset,
    Int32Array.of(2, 0, 1),
    Int32Array.of(2, 1, 0),
  );
  expect(actions).toEqual(Int32Array.of(1, 2, 3, 1, 2, 3));
  expect(interest).toEqual(Int16Array.of(-1, 0, 1, -1, 0, 1));
});

test('without interests nobody has one', () => {
  const bare = {
    ...dataset,
    pins: { ...dataset.pins, interestNames: [], interestOffsets: new Uint32Array(4) },
  };
  expect(mappedFacts(bare, Int32Array.of(0), Int32Array.of(0)).interest).toEqual(
    Int16Array.of(-1, -1),
  );
});
