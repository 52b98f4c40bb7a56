import { describe, expect, it } from 'vitest';
import {
  cadenceSentences,
  fewUsersSentences,
  runSentences,
} from '../../src-main/cli/simulation-sentences.js';
import { baselineSentences, meaningSentences } from '../../src-main/simulate/baseline-sentences.js';
import type { SimulationReport } from '../../src-main/simulate/report.js';
import { smallReport } from './small-report.js';

describe('what is said of cadences', () => {
  it('is the relative loss on all and on new targets, and the verdict', () => {
    expect(cadenceSentences(smallReport())).toEqual([
      'dense: daily loses 8.0 % [3.0 %, 13 %] of realtime\'s recall on all targets and daily loses 5.0 % [1.0 %, 9.0 %] of realtime\'s recall on new targets. "daily < realtime" is held.',
    ]);
  });

  it('is a gain where the staler one has more', () => {
    const report = smallReport({
      loss: { value: -0.04, low: -0.09, high: 0.01 },
      verdict: 'undecided',
      why: 'on all: holds 0',
    });
    expect(cadenceSentences(report)[0]).toContain(
      'daily has 4.0 % more recall than realtime on all targets (a loss of [−9.0 %, 1.0 %])',
    );
    expect(cadenceSentences(report)[0]).toContain(
      '"daily < realtime" is undecided (on all: holds 0).',
    );
  });

  it('is the difference itself where there is so little recall that a share says nothing', () => {
    const report = smallReport({ loss: { value: -4, low: -25, high: -0.4 } });
    expect(cadenceSentences(report)[0]).toContain(
      'realtime differs from daily by +0.020 [+0.010, +0.030] on all targets',
    );
  });

  it('says once that too few users were there, and nothing twice where all targets are new', () => {
    const report = smallReport({ users: 150, newTargets: 1_000, why: 'on all: 150 users' });
    expect(fewUsersSentences(report)).toEqual([
      'Only 150 users could be evaluated; under 200 every claim is left undecided.',
    ]);
    expect(cadenceSentences(report)[0]).not.toContain('new targets');
    expect(cadenceSentences(report)[0]).not.toContain('150 users');
    expect(fewUsersSentences(smallReport())).toEqual([]);
  });
});

describe('what is said of runs and baselines', () => {
  it('tells which runs differ at which cadence', () => {
    const report: SimulationReport = {
      ...smallReport(),
      claims: [{ claim: 'daily: sasrec < dense', verdict: 'held', why: '' }],
    };
    expect(runSentences(report)).toEqual(['At daily: sasrec < dense: held.']);
  });

  it('names the baselines that are beaten, not surely beaten, and that win, over all cadences at once', () => {
    expect(baselineSentences(smallReport())).toEqual([
      'dense on all targets beats popularity (realtime); is not shown to beat popularity (daily); loses to own most-visited pins.',
    ]);
  });

  it('says what it means when remembering wins', () => {
    expect(meaningSentences(smallReport())).toEqual([
      expect.stringContaining('60 % of the targets here are pins that the user has been at before'),
    ]);
  });
});
