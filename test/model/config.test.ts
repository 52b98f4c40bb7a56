import { describe, expect, test } from 'vitest';
import { isStudioError } from '../../src-main/base/errors.js';
import { activeFeatures, parseModelConfig } from '../../src-main/model/config.js';
import { tinyConfig, tinyData } from './fixture.js';

function refusal(value: unknown): string {
  try {
    parseModelConfig(value);
  } catch (error) {
    if (isStudioError(error, 'BAD_INPUT')) return error.describe();
    throw error;
  }
  return 'accepted';
}

describe('model config', () => {
  test('defaults are the paper’s scale', () => {
    expect(parseModelConfig({})).toMatchObject({
      sequenceLength: 256,
      hidden: 768,
      layers: 6,
      heads: 8,
      dimension: 256,
      similarity: 'cosine',
      temperature: { initial: 0.05, floor: 0.01 },
      dropout: { input: 0, residual: 0 },
    });
  });

  test('what does not fit together is refused with its place', () => {
    expect(refusal({ hidden: 100, heads: 8 })).toContain(
      'model.heads: 8 heads do not divide hidden 100',
    );
    expect(refusal({ hiden: 64 })).toContain('hiden');
    expect(refusal({ layers: 0 })).toContain('model.layers');
    expect(refusal({ temperature: { initial: 0.01 } })).toContain('not above the floor');
    expect(refusal({ userHead: 'residual', features: { pin: false } })).toContain('features.pin');
    expect(refusal({ pinInput: 'learned', pinTower: 'residual' })).toContain('pinTower');
  });

  test('a column that the data lacks switches its feature off, causal recency that of the newest action', () => {
    const data = { ...tinyData, has: { type: false, surface: true, duration: false } };
    expect(activeFeatures(tinyConfig({ recency: 'causal' }), data)).toEqual({
      pin: true,
      type: false,
      surface: true,
      duration: false,
      timestamp: true,
      sinceLatest: false,
      gap: true,
      positions: true,
    });
  });
});
