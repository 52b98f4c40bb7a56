import type { Estimate } from '../../src-main/evaluate/bootstrap.js';
import type { Verdict } from '../../src-main/evaluate/paired-difference.js';
import type { SimulationReport, SimulationRow } from '../../src-main/simulate/report.js';

interface Change {
  readonly users?: number;
  readonly newTargets?: number;
  readonly loss?: Estimate;
  readonly verdict?: Verdict;
  readonly why?: string;
}

const estimate = (value: number, low: number, high: number): Estimate => ({ value, low, high });

/** A report of one run under daily and realtime on 300 users with 1,000 targets, 400 of them new. */
export function smallReport(change: Change = {}): SimulationReport {
  const { users = 300, newTargets = 400, verdict = 'held', why = '' } = change;
  const loss = change.loss ?? estimate(0.08, 0.03, 0.13);
  const pair = { run: 'dense', from: 'realtime', to: 'daily' } as const;
  const opposite = { run: 'dense', from: 'daily', to: 'realtime' } as const;
  const against = (name: string, cadence: string, of: Estimate, judged: Verdict) =>
    ({ run: 'dense', against: name, cadence, on: 'all', verdict: judged, ...of }) as const;
  return {
    rows: [rowOf('daily', 0.23, users), rowOf('realtime', 0.25, users)],
    differences: [
      { ...opposite, on: 'all', ...estimate(0.02, 0.01, 0.03) },
      { ...opposite, on: 'new', ...estimate(0.01, 0.005, 0.015) },
    ],
    baselines: [],
    relativeLosses: [
      { ...pair, on: 'all', ...loss },
      { ...pair, on: 'new', ...estimate(0.05, 0.01, 0.09) },
    ],
    runDifferences: [],
    lossDifferences: [],
    baselineDifferences: [
      against('own most-visited pins', 'daily', estimate(-0.1, -0.12, -0.08), 'not held'),
      against('own most-visited pins', 'realtime', estimate(-0.08, -0.1, -0.06), 'not held'),
      against('popularity', 'daily', estimate(0.01, -0.01, 0.03), 'undecided'),
      against('popularity', 'realtime', estimate(0.1, 0.05, 0.15), 'held'),
    ],
    coverageDifferences: [],
    oncePins: [],
    claims: [{ claim: 'dense: daily < realtime', verdict, why }],
    notes: [],
    frame: {
      dataset: 'gowalla',
      contentHash: '0'.repeat(64),
      protocol: 'actions',
      atMs: Date.UTC(2010, 7, 13),
      windowDays: 14,
      users,
      targets: 1_000,
      newTargets,
      leftOut: { withoutTarget: 10, withoutHistory: 2 },
      unknownTargets: 0.1,
      index: { pins: 14_203, coverageBound: 0.19 },
      seed: 1,
      draws: 10_000,
      device: { name: 'cpu', version: 'onnxruntime 1.30.0', threads: 2 },
    },
  };
}

function rowOf(cadence: string, recall: number, users: number): SimulationRow {
  const all = estimate(recall, recall - 0.02, recall + 0.02);
  return {
    run: 'dense',
    cadence,
    users,
    targets: 1_000,
    recallAt10: { all, new: all, repeat: estimate(Number.NaN, Number.NaN, Number.NaN) },
    coverageP90At10: 0.0512,
    interestEntropyAt50: 2.1,
    interestEntropyInterval: estimate(2.1, 2, 2.2),
    embeddingsComputed: 1_234,
    seconds: 1.5,
    hitRateAt10: 0.5,
    ndcgAt10: 0.2,
    meanReciprocalRank: 0.2,
    rankDistribution: { edges: [1, 10], counts: [1, 2], unranked: 0, medianRank: 4 },
    decidedByTies: 0,
  };
}
