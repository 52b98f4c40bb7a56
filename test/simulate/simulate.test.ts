import { afterAll, describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { openDevice } from '../../src-main/compute/devices.js';
import type { Dataset } from '../../src-main/data/columns.js';
import { parseCadences } from '../../src-main/simulate/cadence.js';
import { type SimulationRequest, simulateRuns } from '../../src-main/simulate/simulate.js';
import type { SimulatedRun } from '../../src-main/simulate/simulated-run.js';
import { circle, DAY, datasetOf, PINS, t, walkerRun, walkers } from './walkers.js';

const device = await openDevice('reference', {});
afterAll(() => device.dispose());

function request(
  dataset: Dataset,
  runs: SimulatedRun[],
  rest: Partial<SimulationRequest> = {},
): SimulationRequest {
  return {
    device,
    dataset,
    runs,
    cadences: parseCadences('once,daily,realtime'),
    users: Int32Array.from({ length: dataset.timelines.userCount }, (_, i) => i),
    windowMs: 4 * DAY,
    seed: 1,
    draws: 200,
    ...rest,
  };
}

describe('simulateRuns', () => {
  const dataset = datasetOf(walkers(30, 10));
  const run = walkerRun(dataset, 'walker', 1);

  test('orders cadences from stale to fresh and finds what freshness is worth', async () => {
    const { report } = await simulateRuns(request(dataset, [run]), {});
    const recall = (cadence: string) =>
      report.rows.find(row => row.cadence === cadence)!.recallAt10.all.value;
    expect(report.rows.map(row => row.cadence)).toEqual(['once', 'daily', 'realtime']);
    // The next pin is the closest of all under realtime; daily is 4 to 7 steps behind; and of once's
    // sixteen steps only the first few are near.
    expect(recall('realtime')).toBe(1);
    expect(recall('once')).toBeLessThan(recall('daily'));
    expect(recall('daily')).toBeLessThanOrEqual(1);
    expect(report.differences.map(d => `${d.from} ${d.to} ${d.on}`)).toEqual([
      'once daily all',
      'once daily new',
      'once realtime all',
      'once realtime new',
      'daily realtime all',
      'daily realtime new',
    ]);
    const gain = report.differences[2]!;
    expect(gain.value).toBeCloseTo(recall('realtime') - recall('once'), 12);
    expect(gain.low).toBeGreaterThan(0);
    const loss = report.relativeLosses.find(l => l.to === 'once' && l.from === 'realtime')!;
    expect(loss.value).toBeCloseTo(1 - recall('once') / recall('realtime'), 12);
  });

  test('counts the same users and targets in every row', async () => {
    const { report } = await simulateRuns(request(dataset, [run]), {});
    for (const row of report.rows) expect([row.users, row.targets]).toEqual([30, 30 * 16]);
    expect(report.frame.newTargets).toBe(30 * 16);
    expect(report.rows[0]!.interestEntropyAt50).toBeCloseTo(Math.log(4), 6);
    expect(report.oncePins[0]!.users).toBe(30);
  });

  test('embeds every distinct sequence once for all cadences', async () => {
    const counted = walkerRun(dataset, 'walker', 1);
    const { report } = await simulateRuns(request(dataset, [counted]), {});
    const cost = Object.fromEntries(report.rows.map(r => [r.cadence, r.embeddingsComputed]));
    // Once 1 a user, realtime 16, daily 4; daily's four ends and once's are among realtime's but for
    // the one of t − 1 d.
    expect(cost).toEqual({ once: 30, daily: 30 * 4, realtime: 30 * 16 });
    expect(counted.asked).toBe(30 * 17);
  });

  test('says undecided under 200 users, however clear the interval', async () => {
    const { report } = await simulateRuns(request(dataset, [run]), {});
    expect(report.claims.map(c => c.claim)).toEqual([
      'walker: once < daily',
      'walker: once < realtime',
      'walker: daily < realtime',
    ]);
    for (const claim of report.claims) {
      expect(claim.verdict).toBe('undecided');
      expect(claim.why).toContain('30 users');
    }
  });

  test('holds a cadence claim with enough users', async () => {
    const many = datasetOf(walkers(220, 10));
    const { report } = await simulateRuns(request(many, [walkerRun(many, 'w', 1)]), {});
    expect(report.claims.find(c => c.claim === 'w: once < realtime')).toEqual({
      claim: 'w: once < realtime',
      verdict: 'held',
      why: '',
    });
  });

  test('compares runs paired by user and reports a model that beats no baseline', async () => {
    const many = datasetOf(walkers(220, 10));
    const good = walkerRun(many, 'good', 1);
    const bad = walkerRun(many, 'bad', 20);
    const { report } = await simulateRuns(request(many, [bad, good]), {});
    const realtime = report.runDifferences.find(d => d.cadence === 'realtime' && d.on === 'all')!;
    expect([realtime.run, realtime.against]).toEqual(['good', 'bad']);
    expect(realtime.value).toBe(1);
    expect(report.claims.find(c => c.claim === 'realtime: bad < good')!.verdict).toBe('held');
    const onAll = (run: string) =>
      report.notes.find(note => note.startsWith(`${run} on all targets`));
    expect(onAll('bad')).toMatch(/loses to ([^;]*, )?last pin/);
    expect(onAll('good')).not.toMatch(/loses to/);
  });

  test('compares what two runs lose, each relative to its own fresher recall', async () => {
    const ahead = [walkerRun(dataset, 'far', 6), walkerRun(dataset, 'near', 1)];
    const { report } = await simulateRuns(request(dataset, ahead), {});
    expect(report.lossDifferences.length).toBe(6);
    for (const { run, against, from, to, on, value, low, high } of report.lossDifferences) {
      const loss = (name: string) =>
        report.relativeLosses.find(
          l => l.run === name && l.from === from && l.to === to && l.on === on,
        )!.value;
      expect([run, against]).toEqual(['near', 'far']);
      expect(value).toBeCloseTo(loss('near') - loss('far'), 12);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  test('prints every baseline under every cadence on which the user’s state matters', async () => {
    const { report } = await simulateRuns(request(dataset, [run]), {});
    expect(report.baselines.map(b => `${b.name}${b.cadence ? ` (${b.cadence})` : ''}`)).toEqual([
      'popularity',
      ...['once', 'daily', 'realtime'].flatMap(cadence =>
        ['own most-visited pins', 'last pin', 'mean of last 10 pins', 'recency-weighted mean'].map(
          name => `${name} (${cadence})`,
        ),
      ),
    ]);
    const last = report.baselines.find(b => b.name === 'last pin' && b.cadence === 'realtime')!;
    expect(last.recallAt10.all.value).toBe(1);
  });

  test('asks an oracle about the stretch that each cadence serves', async () => {
    const asked: string[] = [];
    const oracle = {
      scores(user: number, beforeMs: number, window: 'next' | { fromMs: number; toMs: number }) {
        if (user === 0)
          asked.push(
            window === 'next'
              ? `next ${beforeMs - t}`
              : `${beforeMs - t} ${(window.fromMs - t) / DAY} ${(window.toMs - t) / DAY}`,
          );
        return new Float64Array(PINS).fill(1);
      },
    };
    const { report } = await simulateRuns(request(dataset, [run], { oracle }), {});
    expect(asked.slice(0, 5)).toEqual([
      '1 0 4',
      `${1 - DAY} 0 1`,
      '1 1 2',
      `${1 + DAY} 2 3`,
      `${1 + 2 * DAY} 3 4`,
    ]);
    expect(asked[5]).toBe(`next ${DAY / 4}`);
    const rows = report.baselines.filter(b => b.name === 'oracle');
    expect(rows.map(b => b.cadence)).toEqual(['once', 'daily', 'realtime']);
    expect(rows[0]!.recallAt10.all.value).toBe(0);
  });

  test('does not depend on the order in which pins are numbered', async () => {
    const order = Rng.derive(5, 'pins').shuffle(Int32Array.from({ length: PINS }, (_, i) => i));
    const renamed = walkers(30, 10).map(actions =>
      actions.map(action => ({ ...action, pin: order[action.pin]! })),
    );
    const permuted = datasetOf(renamed);
    const vectors = new Float32Array(circle.length);
    order.forEach((to, from) => {
      vectors.set(circle.subarray(from * 2, from * 2 + 2), to * 2);
    });
    const original = walkerRun(dataset, 'walker', 1);
    const moved: SimulatedRun = {
      ...original,
      pinEmbeddings: vectors,
      pinFeatures: vectors,
      encode: (users, ends) => original.encode(users, ends),
    };
    const a = await simulateRuns(request(dataset, [original]), {});
    const b = await simulateRuns(request(permuted, [moved]), {});
    expect(b.outcomes.map(o => o.cadences.map(c => [...c.ranks.atLeast]))).toEqual(
      a.outcomes.map(o => o.cadences.map(c => [...c.ranks.atLeast])),
    );
  });

  test('samples the index by seed and keeps targets outside of it ranked', async () => {
    const { report, targets } = await simulateRuns(request(dataset, [run], { indexPins: 12 }), {});
    expect(report.frame.index.pins).toBe(12);
    expect(targets.unknown.every(flag => flag === 0)).toBe(true);
  });

  test('refuses runs that cannot be compared and users that cannot be evaluated', async () => {
    const other = { ...walkerRun(dataset, 'later', 1), atMs: t + DAY };
    await expect(simulateRuns(request(dataset, [run, other]), {})).rejects.toMatchObject({
      code: 'CONFLICT',
      remedy: expect.stringContaining('`at`'),
    });
    const stale = { ...walkerRun(dataset, 'stale', 1), contentHash: 'xyz' };
    await expect(simulateRuns(request(dataset, [stale]), {})).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(simulateRuns(request(dataset, [run, run]), {})).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await expect(
      simulateRuns(request(dataset, [run], { users: new Int32Array(0) }), {}),
    ).rejects.toMatchObject({ code: 'BAD_INPUT', where: 'simulate' });
  });

  test('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(simulateRuns(request(dataset, [run]), { signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});
