import { describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { openSimulatedRun } from '../../src-main/simulate/simulated-run.js';
import { randomParameters, tinyConfig, tinyData } from '../model/fixture.js';
import { datasetOf, PINS, t, walkers } from './walkers.js';

describe('openSimulatedRun', () => {
  const dataset = datasetOf(walkers(3, 6));
  const model = tinyConfig();
  const trained = {
    run: 'tiny',
    config: { model, users: 'hashed' as const },
    data: { ...tinyData, pins: PINS, sequenceTypes: [0] },
    parameters: randomParameters(model, tinyData, 1),
    pinFeatures: {
      values: Float32Array.from({ length: PINS * 6 }, (_, i) => Math.sin(1 + i)),
      known: new Uint8Array(PINS).fill(1),
    },
    atMs: t,
    contentHash: 'abc',
    split: Uint8Array.of(0, 1, 2),
  };

  test('embeds pins and sequences on the unit sphere of one space', async () => {
    const run = await openSimulatedRun(openReferenceDevice(), dataset, trained);
    const users = await run.encode(Int32Array.of(0, 2), Uint32Array.of(20, 65));
    expect([run.width, run.pinEmbeddings.length, users.length]).toEqual([4, PINS * 4, 8]);
    for (const [rows, i] of [
      [users, 0],
      [users, 1],
      [run.pinEmbeddings, 7],
    ] as const)
      expect(Math.hypot(...rows.subarray(i * 4, i * 4 + 4))).toBeCloseTo(1, 5);
    run.dispose();
  });

  test('knows whose past was trained on: everybody’s where users are shared', async () => {
    const open = (users: 'hashed' | 'shared') =>
      openSimulatedRun(openReferenceDevice(), dataset, { ...trained, config: { model, users } });
    expect([...(await open('hashed')).isTrainingUser]).toEqual([1, 0, 0]);
    expect([...(await open('shared')).isTrainingUser]).toEqual([1, 1, 1]);
  });

  test('knows which actions may stand in the model’s sequences', async () => {
    const other = { ...trained, data: { ...trained.data, sequenceTypes: [1] } };
    const all = await openSimulatedRun(openReferenceDevice(), dataset, trained);
    const none = await openSimulatedRun(openReferenceDevice(), dataset, other);
    expect([all.isUsable(0), none.isUsable(0)]).toEqual([true, false]);
  });
});
