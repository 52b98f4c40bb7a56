import { expect, test } from 'vitest';
import { forwardFlops } from '../../src-main/model/flops.js';
import { parseTrainConfig } from '../../src-main/train/config.js';
import { logitShape, stepFlops } from '../../src-main/train/step-flops.js';

const data = {
  embeddingWidth: 2,
  actionTypes: 1,
  surfaces: 1,
  has: { type: false, surface: false, duration: false },
};
const config = parseTrainConfig({
  model: { sequenceLength: 3, hidden: 2, layers: 1, heads: 1, dimension: 2 },
  negatives: { random: 5 },
  sampling: { positivesPerSequence: 32 },
  batchUsers: 4,
});

test('a sequence gives no more loss rows than it has positions', () => {
  expect(logitShape(config)).toEqual({ rows: 12, columns: 17 });
});

test('without random negatives the positives of the batch are the only columns', () => {
  const inBatch = { ...config, negatives: { ...config.negatives, source: 'inBatch' as const } };
  expect(logitShape(inBatch)).toEqual({ rows: 12, columns: 12 });
});

test('a step is three times its forward pass and its logits', () => {
  const forward = 4 * forwardFlops(config.model, data, { length: 3, queries: 3 });
  expect(stepFlops(config, data)).toBe(3 * (forward + 2 * 12 * 17 * 2));
});
