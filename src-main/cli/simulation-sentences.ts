import type { BaselineDifference, SimulationReport } from '../simulate/report.js';
import { formatDifference, formatPercent } from './terminal/format.js';

/** What the differences between cadences say, a sentence for each neighbouring pair of each run. */
export function cadenceSentences(report: SimulationReport): string[] {
  const runs = [...new Set(report.rows.map(row => row.run))];
  return runs.flatMap(run => {
    const cadences = report.rows.filter(row => row.run === run).map(row => row.cadence);
    const pairs = cadences.slice(1).map((fresh, i) => [cadences[i] ?? '', fresh] as const);
    const ends = [cadences[0] ?? '', cadences.at(-1) ?? ''] as const;
    return (cadences.length > 2 ? [...pairs, ends] : pairs).map(([stale, fresh]) =>
      cadenceSentence(report, run, stale, fresh),
    );
  });
}

function cadenceSentence(
  report: SimulationReport,
  run: string,
  stale: string,
  fresh: string,
): string {
  const loss = (on: 'all' | 'new') => {
    const found = report.relativeLosses.find(
      entry => entry.run === run && entry.from === fresh && entry.to === stale && entry.on === on,
    );
    if (!found || !Number.isFinite(found.value)) return 'an unknown share';
    const range = `[${formatPercent(found.low)}, ${formatPercent(found.high)}]`;
    return `${formatPercent(found.value)} ${range}`;
  };
  const claim = report.claims.find(entry => entry.claim === `${run}: ${stale} < ${fresh}`);
  const verdict = claim?.verdict ?? 'undecided';
  const why = claim?.why ? ` (${claim.why})` : '';
  return `${run}: ${stale} loses ${loss('all')} of ${fresh}'s recall on all targets and ${loss('new')} on new ones. "${stale} < ${fresh}" is ${verdict}${why}.`;
}

/** Which runs were compared with each other, and what came of it. */
export function runSentences(report: SimulationReport): string[] {
  const cadences = new Set(report.rows.map(row => row.cadence));
  return report.claims
    .filter(({ claim }) => cadences.has(claim.slice(0, claim.indexOf(':'))))
    .map(({ claim, verdict, why }) => `At ${claim}: ${verdict}${why ? ` (${why})` : ''}.`);
}

/** For each run and baseline that the run does not clearly beat, one sentence over all cadences. */
export function baselineSentences({ baselineDifferences }: SimulationReport): string[] {
  const groups = new Map<string, BaselineDifference[]>();
  for (const difference of baselineDifferences) {
    if (difference.verdict === 'held' || difference.against === 'oracle') continue;
    const { run, against, on, verdict } = difference;
    const key = [run, against, on, verdict].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), difference]);
  }
  return [...groups.values()].map(group => {
    const [{ run, against, on, verdict } = { run: '', against: '', on: 'all', verdict: '' }] =
      group;
    const how = verdict === 'not held' ? 'loses to' : 'is not shown to beat';
    const cells = group.map(entry => `${entry.cadence} ${formatDifference(entry)}`).join(', ');
    return `${run} ${how} the baseline "${against}" on ${on} targets: ${cells}.`;
  });
}

/** What it means where a rule without training wins. */
export function meaningSentences({ baselineDifferences, frame }: SimulationReport): string[] {
  const winsOnAll = (name: string) =>
    baselineDifferences.some(
      entry => entry.against === name && entry.on === 'all' && entry.verdict === 'not held',
    );
  const sentences: string[] = [];
  if (winsOnAll('own most-visited pins')) {
    const repeats = formatPercent(1 - frame.newTargets / frame.targets);
    sentences.push(
      `Own most-visited pins win on all targets: ${repeats} of the targets here are pins that the user has been at before, so remembering is enough for those. A model earns its keep on the new ones: compare the column "new".`,
    );
  }
  if (winsOnAll('popularity'))
    sentences.push(
      'Popularity wins on all targets: what people engage with next here is mostly what everyone does, and the past of a user adds little to it, or the model has not learnt it yet.',
    );
  return sentences;
}
