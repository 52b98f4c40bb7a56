import { expect, test } from 'vitest';
import { eachInForce } from '../../../src-renderer/charts/cadences.js';

test('each cadence keeps its row while that before it has no embedding yet', () => {
  const daily = { cadence: 'daily', seenUntilMs: 5, unseen: 1, cosine: null };
  expect(eachInForce(['once', 'daily'], { inForce: [daily] })).toEqual([
    { cadence: 'once', found: null },
    { cadence: 'daily', found: daily },
  ]);
  expect(eachInForce(['once'], null)).toEqual([{ cadence: 'once', found: null }]);
});
