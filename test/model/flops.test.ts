import { expect, test } from 'vitest';
import { parseModelConfig } from '../../src-main/model/config.js';
import { forwardFlops } from '../../src-main/model/flops.js';

const data = {
  embeddingWidth: 2,
  actionTypes: 1,
  surfaces: 1,
  has: { type: false, surface: false, duration: false },
};
const config = (layers: number) =>
  parseModelConfig({ sequenceLength: 3, hidden: 2, layers, heads: 1, dimension: 2 });

test('one block of two units over three actions, read once, is counted product by product', () => {
  const input = 2 * 3 * (2 + 152 + 4) * 2; // [3, 158] x [158, 2]
  const keysAndValues = 2 * 3 * 2 * 4; // [3, 2] x [2, 4]
  const query = 2 * 1 * 2 * 2; // [1, 2] x [2, 2]
  const scoresAndSum = 2 * (2 * 1 * 2 * 3); // [1, 2] x [2, 3], [1, 3] x [3, 2]
  const out = 2 * 1 * 2 * 2;
  const feedForward = 2 * (2 * 1 * 2 * 8); // [1, 2] x [2, 8], [1, 8] x [8, 2]
  const head = 2 * (2 * 1 * 2 * 8);
  expect(forwardFlops(config(1), data, { length: 3, queries: 1 })).toBe(
    input + keysAndValues + query + scoresAndSum + out + feedForward + head,
  );
});

test('a further block runs at all positions, over the pairs that the causal mask leaves', () => {
  const projections = 4 * (2 * 3 * 2 * 2); // queries, keys, values, output
  const pairs = 1 + 2 + 3;
  const scoresAndSum = 2 * (2 * pairs * 2);
  const feedForward = 2 * (2 * 3 * 2 * 8);
  const more =
    forwardFlops(config(2), data, { length: 3, queries: 1 }) -
    forwardFlops(config(1), data, { length: 3, queries: 1 });
  expect(more).toBe(projections + scoresAndSum + feedForward);
});
