import { expect, test } from 'vitest';
import { parseTrainConfig } from '../../src-main/train/config.js';
import { presets } from '../../src-main/train/presets.js';
import { trainBytes } from '../../src-main/train/train-bytes.js';
import { quickConfig } from './world-run.js';

const data = {
  embeddingWidth: 8,
  pins: 300,
  actionTypes: 4,
  surfaces: 3,
  has: { type: true, surface: true, duration: true },
};

test('memory is the sum of what a step holds, and a second lane holds part of it again', async () => {
  const config = parseTrainConfig({ ...presets.paper, ...quickConfig });
  const parameters = 1000;
  // 16 users · 16 positions · 2 layers · 62 · 16 channels of 4 bytes.
  const held = 2_031_616;
  // 16 · 8 loss rows against themselves and 64 random pins, three times, 4 bytes.
  const logits = 3 * 128 * 192 * 4;
  // Ten times 192 pins · 4 · 16 of 4 bytes.
  const tower = 491_520;
  // 16 · 16 + 64 pins of 8 numbers.
  const pins = 320 * 8 * 4;
  const one = 330e6 + held + logits + tower + pins + 24_000;
  expect(trainBytes(config, { parameters, data, lanes: 1 })).toBe(one);
  const again = 190e6 + 24_000 + 0.4 * (held + logits);
  expect(trainBytes(config, { parameters, data, lanes: 2 })).toBeCloseTo(one + again, 0);
});
