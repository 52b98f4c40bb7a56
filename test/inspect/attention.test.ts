import { describe, expect, test } from 'vitest';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { createAttentionReader } from '../../src-main/inspect/attention.js';
import { createUserEncoder } from '../../src-main/model/encoder.js';
import { gap, randomParameters, tinyColumns, tinyConfig, tinyData } from '../model/fixture.js';

const pinFeatures = Float32Array.from({ length: 12 * 6 }, (_, i) => Math.sin(1 + i));
const devices = [
  ['reference', () => openReferenceDevice()],
  ['cpu', () => new CpuDevice({ threads: 1 })],
] as const;

describe.each(devices)('attention of one sequence on %s', (_name, open) => {
  const config = tinyConfig({ sequenceLength: 40, userHead: 'residual' });
  const columns = tinyColumns(3, 4);
  const sequence = Int32Array.from(
    { length: columns.offsets[2]! - columns.offsets[1]! },
    (_, i) => columns.offsets[1]! + i,
  );
  const parameters = randomParameters(config, tinyData, 1);
  const options = { config, data: tinyData, parameters, columns, pinFeatures };

  test('each row sums to 1 over what is not newer', async () => {
    const device = open();
    const encoder = await createUserEncoder(device, options);
    const reader = createAttentionReader(encoder.model);
    const { weights, layers, heads, count } = await reader.read(columns, sequence);
    expect([layers, heads, count]).toEqual([2, 2, sequence.length]);
    expect(weights.length).toBe(2 * 2 * count * count);
    for (let row = 0; row < layers * heads * count; row++) {
      const values = weights.subarray(row * count, (row + 1) * count);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect([...values.subarray((row % count) + 1)].every(value => value === 0)).toBe(true);
    }
    reader.dispose();
    encoder.dispose();
    await device.dispose();
  });

  test('the embedding of the same pass is the encoder’s', async () => {
    const device = open();
    const encoder = await createUserEncoder(device, options);
    const reader = createAttentionReader(encoder.model);
    const { embedding } = await reader.read(columns, sequence);
    const encoded = await encoder.encodeSequences(columns, [sequence]);
    expect(gap(embedding, encoded)).toBeLessThan(1e-5);
    reader.dispose();
    encoder.dispose();
    await device.dispose();
  });

  test('a sequence without actions has no weights', async () => {
    const device = open();
    const encoder = await createUserEncoder(device, options);
    const read = await createAttentionReader(encoder.model).read(columns, new Int32Array(0));
    expect(read.weights.length).toBe(0);
    expect([...read.embedding]).toEqual([0, 0, 0, 0]);
  });

  test('equals softmax(q kᵀ / √d) in float64 where the input is a pin’s vector alone', async () => {
    const off = { type: false, surface: false, duration: false, timestamp: false };
    const plain = tinyConfig({
      layers: 1,
      heads: 1,
      hidden: 2,
      sequenceLength: 3,
      features: { ...off, sinceLatest: false, gap: false, positions: false },
    });
    const values = {
      ...randomParameters(plain, tinyData, 2),
      'input.pin': Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0), // x is the first two entries
      'input.b': new Float32Array(2),
      'block0.attentionNorm.gain': Float32Array.of(1, 1),
      'block0.attentionNorm.bias': new Float32Array(2),
      'block0.query.w': Float32Array.of(1, 0, 0, 2), // q = (z₁, 2 z₂)
      'block0.query.b': Float32Array.of(0.5, 0),
      'block0.keyValue.w': Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0), // k = z
    };
    const vectors = [
      [3, 1],
      [0, 2],
      [1, -1],
    ] as const;
    const features = new Float32Array(3 * 6);
    vectors.forEach(([a, b], pin) => {
      features.set([a, b], pin * 6);
    });
    const device = open();
    const encoder = await createUserEncoder(device, {
      config: plain,
      data: tinyData,
      parameters: values,
      columns,
      pinFeatures: features,
    });
    const three = {
      ...columns,
      offsets: Uint32Array.of(0, 3),
      pin: Int32Array.of(0, 1, 2),
      atMs: Float64Array.of(0, 1000, 2000),
    };
    const { weights } = await createAttentionReader(encoder.model).read(
      three,
      Int32Array.of(0, 1, 2),
    );
    // Layer norm of two values (a, b): ±(a − b) / 2 over the root of its square + 1e-5.
    const z = vectors.map(([a, b]) => {
      const half = (a - b) / 2;
      const scaled = half / Math.sqrt(half * half + 1e-5);
      return [scaled, -scaled] as const;
    });
    const expected = z.flatMap(([q1, q2], row) => {
      const scores = z.map(([k1, k2]) => ((q1 + 0.5) * k1 + 2 * q2 * k2) / Math.sqrt(2));
      const powers = scores.map((score, key) => (key <= row ? Math.exp(score) : 0));
      const sum = powers.reduce((all, power) => all + power, 0);
      return powers.map(power => power / sum);
    });
    expect(gap(weights, expected)).toBeLessThan(1e-6);
  });
});
