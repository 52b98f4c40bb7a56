import { afterAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../src-main/compute/devices.js';
import { evaluateOnce } from '../../src-main/simulate/evaluate-once.js';
import { datasetOf, walkerRun, walkers } from './walkers.js';

const device = await openDevice('reference', {});
afterAll(() => device.dispose());

const dataset = datasetOf(walkers(30, 6));
const request = {
  device,
  dataset,
  run: walkerRun(dataset, 'walker', 1),
  // User 0 acts at t itself, which is no target.
  users: Int32Array.from({ length: 29 }, (_, i) => i + 1),
  targets: 'actions' as const,
  k: 10,
  seed: 1,
  draws: 100,
};

describe('evaluateOnce', () => {
  test('ranks the next steps of a walk by their distance from the user', async () => {
    // Four targets a user, 1 to 4 steps ahead of the newest pin; the embedding stands at step 1. Before
    // the target at distance d stand the d pins behind up to that distance, the last of them a tie; its
    // user's other targets are not counted.
    const result = await evaluateOnce({ ...request, ranking: 'recall' }, {});
    expect([result.users, result.targets, result.indexPins]).toEqual([29, 116, 40]);
    expect(result.recall.value).toBe(1);
    expect(result.hitRate.value).toBe(1);
    expect(result.meanReciprocalRank.value).toBeCloseTo((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4, 12);
    expect(result.rankDistribution.counts).toEqual([29, 87, 0]);
    expect(result.warning).toBe('');
  });

  test('leaves the pins behind the user out of a full ranking', async () => {
    const result = await evaluateOnce({ ...request, ranking: 'fullRanking' }, {});
    expect(result.meanReciprocalRank.value).toBe(1);
    expect(result.warning).toContain('visited');
  });

  test('ranks better among sampled pins and says that this is no recall', async () => {
    const result = await evaluateOnce({ ...request, ranking: 'sampled100' }, {});
    expect(result.ndcg.value).toBe(1);
    expect(result.warning).toContain('Krichene');
  });

  test('refuses users that cannot be evaluated', async () => {
    const nobody = evaluateOnce({ ...request, users: new Int32Array(0), ranking: 'recall' }, {});
    await expect(nobody).rejects.toMatchObject({ code: 'BAD_INPUT', where: 'evaluate' });
  });
});
