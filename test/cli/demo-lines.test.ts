import { describe, expect, it } from 'vitest';
import { demoLines } from '../../src-main/cli/demo-lines.js';
import type { SimulationReport, SimulationRow } from '../../src-main/simulate/report.js';
import { smallReport } from './small-report.js';

const RUNS = { dense: 'dense', sasrec: 'sasrec' };
const none = { value: Number.NaN, low: Number.NaN, high: Number.NaN };

/** Both runs under the three cadences, with the recall given; realtime to daily is 40 % and 50 %. */
function demoReport(change: Partial<SimulationReport> = {}): SimulationReport {
  const base = smallReport();
  const [pattern] = base.rows;
  const row = (run: string, cadence: string, value: number): SimulationRow => {
    if (!pattern) throw new Error('the small report has rows');
    const all = { value, low: value - 0.01, high: value + 0.01 };
    return { ...pattern, run, cadence, recallAt10: { all, new: all, repeat: none } };
  };
  const held = (claim: string) => ({ claim, verdict: 'held', why: '' }) as const;
  return {
    ...base,
    rows: [
      row('dense', 'once', 0.05),
      row('dense', 'daily', 0.09),
      row('dense', 'realtime', 0.15),
      row('sasrec', 'once', 0.04),
      row('sasrec', 'daily', 0.1),
      row('sasrec', 'realtime', 0.2),
    ],
    claims: ['dense', 'sasrec'].flatMap(run => [
      held(`${run}: once < daily`),
      held(`${run}: daily < realtime`),
    ]),
    ...change,
  };
}

describe("the demo's five lines", () => {
  it('are five, and begin with the steps from once to realtime', () => {
    const lines = demoLines(demoReport(), RUNS);
    expect(lines.map(line => line.slice(0, 2))).toEqual(['1.', '2.', '3.', '4.', '5.']);
    expect(lines[0]).toContain('0.050 of what people engage with later');
    expect(lines[0]).toContain('both steps are held for both objectives');
  });

  it('claim no step that is not held', () => {
    const [first] = demoLines(demoReport({ claims: [] }), RUNS);
    expect(first).toContain('Not every step from once to daily to realtime is decided here');
  });

  it('call the smaller loss of the dense objective held by its interval only', () => {
    const loss = { run: 'sasrec', against: 'dense', from: 'realtime', on: 'all' } as const;
    const lossDifferences = [
      { ...loss, to: 'daily', value: 0.1, low: -0.02, high: 0.15 },
      { ...loss, to: 'once', value: 0.1333, low: 0.05, high: 0.2 },
    ];
    expect(demoLines(demoReport({ lossDifferences }), RUNS)[2]).toContain(
      'from realtime to daily denseAllAction loses 40 % of its recall, SASRec 50 % (undecided), from realtime to once denseAllAction loses 67 % of its recall, SASRec 80 % (held).',
    );
  });

  it('name the objective that is ahead at each cadence, or neither', () => {
    const ahead = { run: 'sasrec', against: 'dense', cadence: 'realtime', on: 'all' } as const;
    const runDifferences = [{ ...ahead, value: 0.05, low: 0.02, high: 0.08 }];
    expect(demoLines(demoReport({ runDifferences }), RUNS)[3]).toContain(
      'once neither, daily neither, realtime SASRec',
    );
  });

  it('name the baselines that are beaten and those that are not', () => {
    expect(demoLines(demoReport(), RUNS)[4]).toBe(
      '5. What training is worth: at the daily cadence denseAllAction beats no baseline, and is not shown to beat own most-visited pins, popularity.',
    );
  });
});
