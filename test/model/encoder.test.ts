import { describe, expect, test } from 'vitest';
import { CpuDevice } from '../../src-main/compute/cpu-device.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { createUserEncoder, encoderLengths } from '../../src-main/model/encoder.js';
import { writeSequenceFeatures } from '../../src-main/model/features.js';
import { createPinEncoder } from '../../src-main/model/pin-encoder.js';
import { trainBatchSpecs } from '../../src-main/model/train-step.js';
import {
  emptyArrays,
  gap,
  randomParameters,
  tinyColumns,
  tinyConfig,
  tinyData,
  userEmbeddings,
} from './fixture.js';

const config = tinyConfig({ sequenceLength: 40, userHead: 'residual', pinTower: 'residual' });
const parameters = randomParameters(config, tinyData, 1);
const pinFeatures = Float32Array.from({ length: 12 * 6 }, (_, i) => Math.sin(1 + i));

/** Users with 5 to 12 actions, and one with 40. */
function columnsWithLong() {
  const columns = tinyColumns(3, 9);
  const offsets = Uint32Array.from(columns.offsets.subarray(0, 10));
  offsets[1] = 40;
  const total = 40 + columns.offsets[9]! - columns.offsets[1]!;
  for (let u = 2; u <= 9; u++) offsets[u] = 40 + columns.offsets[u]! - columns.offsets[1]!;
  return {
    offsets,
    pin: Int32Array.from({ length: total }, (_, i) => (7 * i) % 12),
    atMs: Float64Array.from({ length: total }, (_, i) => 1.6e12 + 3.3e6 * i),
    type: Uint8Array.from({ length: total }, (_, i) => i % 3),
    surface: Uint8Array.from({ length: total }, (_, i) => i % 2),
    durationSeconds: Float32Array.from({ length: total }, (_, i) => i % 7),
  };
}

describe('user encoder', () => {
  const columns = columnsWithLong();
  const users = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 5);
  const ends = Uint32Array.from(users, (user, i) =>
    i === 9 ? 20 : i === 10 ? columns.offsets[5]! : columns.offsets[user + 1]!,
  );

  test('an embedding does not depend on what else is asked for, nor on the order', async () => {
    const device = new CpuDevice({ threads: 1 });
    const encoder = await createUserEncoder(device, {
      config,
      data: tinyData,
      parameters,
      columns,
      pinFeatures,
    });
    const together = await encoder.encode(users, ends);
    for (let i = users.length - 1; i >= 0; i--) {
      const alone = await encoder.encode(users.slice(i, i + 1), ends.slice(i, i + 1));
      expect(gap(alone, together.subarray(4 * i, 4 * i + 4))).toBeLessThan(1e-5);
    }
    // The last request has no action before its end.
    expect([...together.subarray(40)]).toEqual([0, 0, 0, 0]);
    expect(Math.hypot(...together.subarray(0, 4))).toBeCloseTo(1, 5);
    encoder.dispose();
    await device.dispose();
  });

  test('few sequences run in small batches, many in large ones, to the same embeddings', async () => {
    const device = new CpuDevice({ threads: 1 });
    const options = { config, data: tinyData, parameters, columns, pinFeatures };
    const encoder = await createUserEncoder(device, { ...options, batchSequences: 2 });
    const asked = Array.from({ length: 30 }, (_, i) => Int32Array.of(i % 9, 9, 10, 11 + i));
    const many = await encoder.encodeSequences(columns, asked);
    for (const [i, sequence] of asked.entries())
      expect(
        gap(await encoder.encodeSequences(columns, [sequence]), many.subarray(4 * i, 4 * i + 4)),
      ).toBeLessThan(1e-6);
    encoder.dispose();
    await device.dispose();
  });

  test('equals the embedding that training reads at the newest position', async () => {
    const encoder = await createUserEncoder(openReferenceDevice(), {
      config,
      data: tinyData,
      parameters,
      columns,
      pinFeatures,
    });
    const encoded = await encoder.encode(Int32Array.of(2), Uint32Array.of(columns.offsets[3]!));
    const plan = {
      lanes: 1,
      pieces: 1,
      groups: [{ users: 1, length: 16, queries: 1 }],
      rows: 1,
      poolPins: 1,
      inputPins: 12,
      userPositives: 1,
    };
    const batch = emptyArrays(trainBatchSpecs(config, tinyData, plan));
    const [first, end] = [columns.offsets[2]!, columns.offsets[3]!];
    const actions = Int32Array.from({ length: end - first }, (_, i) => first + i);
    writeSequenceFeatures(columns, actions, actions.length, 16, 0, {
      type: batch['g0.type'] as Int32Array,
      surface: batch['g0.surface'] as Int32Array,
      scalars: batch['g0.scalars'] as Float32Array,
      phases: batch['g0.phases'] as Float32Array,
      count: batch['g0.count'] as Int32Array,
    });
    batch['g0.pin']!.set(columns.pin.subarray(first, end), 16 - actions.length);
    batch['g0.query']![0] = 15;
    batch.pins!.set(pinFeatures);
    const trained = await userEmbeddings(config, tinyData, plan, batch, parameters);
    expect(gap(encoded, trained)).toBeLessThan(1e-5);
    encoder.dispose();
  });

  test('lengths double from 32 up to M', () => {
    expect(encoderLengths(64)).toEqual([32, 64]);
    expect(encoderLengths(200)).toEqual([32, 64, 128, 200]);
    expect(encoderLengths(20)).toEqual([20]);
  });
});

describe('pin encoder', () => {
  test('gives the same embedding in any tile, and that of the formula where the gate is shut', async () => {
    const closed = { ...parameters, 'pinTower.gate': Float32Array.of(0) };
    const encoder = await createPinEncoder(new CpuDevice({ threads: 1 }), {
      config,
      data: tinyData,
      parameters: closed,
    });
    const all = await encoder.encode(pinFeatures);
    const one = await encoder.encode(pinFeatures.slice(6, 12));
    expect(gap(all.subarray(4, 8), one)).toBeLessThan(1e-6);
    const projected = [0, 1, 2, 3].map(d =>
      [0, 1, 2, 3, 4, 5].reduce(
        (sum, e) => sum + pinFeatures[6 + e]! * parameters.projection![e * 4 + d]!,
        0,
      ),
    );
    const length = Math.hypot(...projected);
    expect(
      gap(
        one,
        projected.map(value => value / length),
      ),
    ).toBeLessThan(1e-6);
    encoder.dispose();
  });

  test('returns the rows of a learned table', async () => {
    const learned = tinyConfig({ pinInput: 'learned', similarity: 'dot' });
    const encoder = await createPinEncoder(openReferenceDevice(), {
      config: learned,
      data: tinyData,
      parameters: {},
    });
    expect([...(await encoder.encode(Float32Array.of(3, 1, 2, 5)))]).toEqual([3, 1, 2, 5]);
  });
});
