import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { rankByEmbeddings } from '../../src-main/evaluate/ranks.js';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { momentOf } from '../../src-main/inspect/in-force.js';
import { nearestPins, nearestUsers } from '../../src-main/inspect/neighbours.js';
import { targetRanks } from '../../src-main/inspect/target-ranks.js';
import { sequenceOf } from '../../src-main/inspect/user-timeline.js';
import { sequenceRule } from '../../src-main/model/sequence.js';
import { createExactIndex } from '../../src-main/retrieve/exact.js';
import { earliestMoment, parseCadences } from '../../src-main/simulate/cadence.js';
import { planReplay, rowsOf } from '../../src-main/simulate/replay.js';
import { createMeanEncoder, DAY, timelineOf, unitPins } from './fixture.js';

const t = 100 * DAY;
const cadences = parseCadences('once,daily,realtime');
const timeline = timelineOf([
  { pin: 0, atMs: t - 2 * DAY },
  { pin: 1, atMs: t - 1000 }, // daily's first day after t has not read it
  { pin: 2, atMs: t + 1000 },
  { pin: 6, atMs: t + 5000 },
]);

describe('embeddings in force', () => {
  test('are cut off where the replay cuts them off', async () => {
    const encoder = await createMeanEncoder(openReferenceDevice());
    const moment = await momentOf(encoder, { timeline, trainedMs: t, atMs: t + 2000, cadences });
    const [once, daily, realtime] = moment.inForce;
    expect(moment.end).toBe(3);
    expect(once).toMatchObject({ cutOffMs: t, ageMs: 2000, end: 2, unseen: 1, exists: true });
    expect(daily).toMatchObject({ cutOffMs: t - DAY, ageMs: DAY + 2000, end: 1, unseen: 2 });
    expect(realtime).toMatchObject({ ageMs: 0, end: 3, unseen: 0 });
    // (1, 1, 0) and (1, 0, 0) beside (1, 1, 1).
    expect(once?.cosineToRealtime).toBeCloseTo(2 / Math.sqrt(6), 5);
    expect(daily?.cosineToRealtime).toBeCloseTo(1 / Math.sqrt(3), 5);
    expect(realtime?.cosineToRealtime).toBeCloseTo(1, 6);
  });

  test('a moment has read the action of its own millisecond', async () => {
    const encoder = await createMeanEncoder(openReferenceDevice());
    const moment = await momentOf(encoder, { timeline, trainedMs: t, atMs: t + 1000, cadences });
    expect(moment.end).toBe(3);
  });

  test('once does not exist before the end of training', async () => {
    const encoder = await createMeanEncoder(openReferenceDevice());
    const moment = await momentOf(encoder, { timeline, trainedMs: t, atMs: t - DAY, cadences });
    expect(moment.inForce.map(({ exists }) => exists)).toEqual([false, true, true]);
    expect(moment.inForce[0]).toMatchObject({ end: 0, sequenceLength: 0, cosineToRealtime: NaN });
  });
});

describe('ranks of an engaged pin', () => {
  test('fall with freshness, and the actions between are named', async () => {
    const device = openReferenceDevice();
    const encoder = await createMeanEncoder(device);
    const index = createExactIndex(device, unitPins, 12, 4);
    const { pin, ranks, between } = await targetRanks(encoder, index, {
      timeline,
      trainedMs: t,
      action: 3,
      cadences,
    });
    expect(pin).toBe(6);
    // Pins 2 and 6 are targets, so 10 is all that is left of the third axis.
    // daily (1, 0, 0): the three pins of the first axis stand before; the six of the axes that it has not are ties.
    // once (1, 1, 0): six stand before. realtime (1, 1, 1): all nine of the three axes tie.
    expect(ranks.map(({ cadence, rank }) => [cadence, rank])).toEqual([
      ['once', 11],
      ['daily', 11],
      ['realtime', 8],
    ]);
    expect(between).toMatchObject([
      { staler: 'once', fresher: 'daily', from: 2, to: 1, gained: 0 },
      { staler: 'daily', fresher: 'realtime', from: 1, to: 3, gained: 3 },
    ]);
  });

  test('are those that the replay counts for the same user', async () => {
    const device = openReferenceDevice();
    const encoder = await createMeanEncoder(device);
    const index = createExactIndex(device, unitPins, 12, 4);
    const rng = Rng.derive(11, 'replayed user');
    const replayed = timelineOf(
      Array.from({ length: 40 }, (_, i) => ({
        pin: rng.int(12),
        atMs: t + (i - 20) * 0.4 * DAY,
        positive: rng.int(3) > 0,
      })),
    );
    const timelines = { ...replayed, userCount: 1, actionCount: 40 };
    const targets = evaluationTargets(timelines, {
      protocol: 'actions',
      atMs: t,
      users: Int32Array.of(0),
      knownPins: new Uint8Array(12).fill(1),
      earliestMs: earliestMoment(cadences, t),
      sequenceLength: 40,
    });
    const rule = sequenceRule(encoder.model.config, encoder.model.data);
    const plan = planReplay(timelines, targets, cadences);
    const states = Array.from(plan.ends, end => sequenceOf(replayed, rule, end));
    const embeddings = await encoder.encodeSequences(replayed, states);
    for (const { cadence, states: rows, served } of plan.replays) {
      const queries = rowsOf(embeddings, rows, 4);
      const { atLeast } = await rankByEmbeddings(index, queries, served, targets);
      for (const [target, action] of targets.action.entries()) {
        const asked = { timeline: replayed, trainedMs: t, action, cadences: [cadence] };
        const { ranks } = await targetRanks(encoder, index, asked);
        expect(ranks[0]?.rank).toBe(atLeast[target]! + 1);
      }
    }
    expect(targets.action.length).toBeGreaterThan(5);
  });

  test('an action before the end of training is refused', async () => {
    const device = openReferenceDevice();
    const encoder = await createMeanEncoder(device);
    const index = createExactIndex(device, unitPins, 12, 4);
    const asked = targetRanks(encoder, index, { timeline, trainedMs: t, action: 1, cadences });
    await expect(asked).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('neighbours', () => {
  test('of a pin are the nearest others', async () => {
    const index = createExactIndex(openReferenceDevice(), unitPins, 12, 4);
    const { ids } = await nearestPins(index, { pin: 5, k: 3, pinEmbeddings: unitPins });
    expect([...ids].slice(0, 2)).toEqual([1, 9]);
    expect([...ids]).not.toContain(5);
  });

  test('of a user are the nearest others, by their own number', async () => {
    const { ids, scores } = await nearestUsers(openReferenceDevice(), {
      users: Int32Array.of(7, 9, 11),
      embeddings: Float32Array.of(1, 0, 0, 1, 0.8, 0.6),
      user: 7,
      embedding: Float32Array.of(1, 0),
      k: 5,
    });
    expect([...ids]).toEqual([11, 9]);
    expect(scores[0]).toBeCloseTo(0.8, 6);
  });
});
