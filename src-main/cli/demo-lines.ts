import type { SimulationReport } from '../simulate/report.js';
import { formatPercent, formatRatio } from './terminal/format.js';

export interface DemoRuns {
  /** Name of the run of each objective. */
  readonly dense: string;
  readonly sasrec: string;
}

/** What the demo's table shows, in five lines. Every word of them follows from the numbers. */
export function demoLines(report: SimulationReport, runs: DemoRuns): string[] {
  return [
    cadenceLine(report, runs),
    oracleLine(report),
    lossLine(report, runs),
    objectiveLine(report, runs),
    baselineLine(report, runs),
  ];
}

const CADENCES = ['once', 'daily', 'realtime'] as const;
type Cadence = (typeof CADENCES)[number];

function recallOf(report: SimulationReport, run: string, cadence: Cadence): number {
  const row = report.rows.find(entry => entry.run === run && entry.cadence === cadence);
  return row?.recallAt10.all.value ?? Number.NaN;
}

function cadenceLine(report: SimulationReport, { dense, sasrec }: DemoRuns): string {
  const isHeld = (claim: string) =>
    report.claims.find(entry => entry.claim === claim)?.verdict === 'held';
  const held = [dense, sasrec].every(
    run => isHeld(`${run}: once < daily`) && isHeld(`${run}: daily < realtime`),
  );
  const [once, daily, realtime] = CADENCES.map(cadence =>
    formatRatio(recallOf(report, dense, cadence)),
  );
  const numbers = `denseAllAction finds ${once} of what people engage with later among its first ten pins once, ${daily} daily, ${realtime} in realtime`;
  return held
    ? `1. Fresher embeddings retrieve more: ${numbers}; both steps are held for both objectives.`
    : `1. Not every step from once to daily to realtime is decided here: ${numbers}.`;
}

function oracleLine({ baselines }: SimulationReport): string {
  const [once, daily, realtime] = CADENCES.map(cadence => {
    const row = baselines.find(entry => entry.name === 'oracle' && entry.cadence === cadence);
    return formatRatio(row?.recallAt10.all.value ?? Number.NaN);
  });
  return `2. The gap is in the world, not in the model: an oracle that knows each user's state at the cut-off, with all projects that burn for a few days, finds ${once}, ${daily}, ${realtime}; nothing can do better.`;
}

function lossLine(report: SimulationReport, runs: DemoRuns): string {
  const parts = (['daily', 'once'] as const).map(to => lossPhrase(report, runs, to));
  return `3. The paper's objective looks 28 days ahead, so that it should depend less on the last action: ${parts.join(', ')}.`;
}

function lossPhrase(report: SimulationReport, { dense, sasrec }: DemoRuns, to: Cadence): string {
  const lossOf = (run: string) => {
    const realtime = recallOf(report, run, 'realtime');
    return formatPercent((realtime - recallOf(report, run, to)) / realtime);
  };
  const difference = report.lossDifferences.find(
    entry =>
      entry.run === sasrec &&
      entry.against === dense &&
      entry.from === 'realtime' &&
      entry.to === to &&
      entry.on === 'all',
  );
  const verdict = difference ? verdictOf(difference) : 'undecided';
  return `from realtime to ${to} denseAllAction loses ${lossOf(dense)} of its recall, SASRec ${lossOf(sasrec)} (${verdict})`;
}

function verdictOf({ low, high }: { readonly low: number; readonly high: number }): string {
  if (low > 0) return 'held';
  return high < 0 ? 'not held' : 'undecided';
}

function objectiveLine(report: SimulationReport, { dense, sasrec }: DemoRuns): string {
  const better = CADENCES.map(cadence => {
    const difference = report.runDifferences.find(
      entry =>
        entry.cadence === cadence &&
        entry.on === 'all' &&
        entry.run === sasrec &&
        entry.against === dense,
    );
    if (!difference || (difference.low <= 0 && difference.high >= 0)) return `${cadence} neither`;
    return `${cadence} ${difference.value > 0 ? 'SASRec' : 'denseAllAction'}`;
  });
  return `4. Which objective is ahead depends on the cadence: ${better.join(', ')} (by paired intervals over ${report.frame.users} users).`;
}

function baselineLine({ baselineDifferences }: SimulationReport, { dense }: DemoRuns): string {
  const at = baselineDifferences.filter(
    entry =>
      entry.run === dense &&
      entry.cadence === 'daily' &&
      entry.on === 'all' &&
      entry.against !== 'oracle',
  );
  const beaten = at.filter(entry => entry.low > 0).map(entry => entry.against);
  const others = at.filter(entry => !(entry.low > 0)).map(entry => entry.against);
  const rest = others.length > 0 ? `, and is not shown to beat ${others.join(', ')}` : '';
  return `5. What training is worth: at the daily cadence denseAllAction beats ${beaten.join(', ') || 'no baseline'}${rest}.`;
}
