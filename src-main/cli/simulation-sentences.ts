import { MIN_CLAIM_USERS } from '../evaluate/bootstrap.js';
import type { SimulationReport } from '../simulate/report.js';
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
  const kinds = hasOtherTargets(report) ? (['all', 'new'] as const) : (['all'] as const);
  const parts = kinds.map(on => lossPhrase(report, run, stale, fresh, on));
  const claim = report.claims.find(entry => entry.claim === `${run}: ${stale} < ${fresh}`);
  return `${run}: ${parts.join(' and ')}. "${stale} < ${fresh}" is ${claim?.verdict ?? 'undecided'}${whyOf(report, claim?.why)}.`;
}

/** "daily loses 8.0 % [3.1 %, 12 %] of realtime's recall on all targets". */
function lossPhrase(
  report: SimulationReport,
  run: string,
  stale: string,
  fresh: string,
  on: 'all' | 'new',
): string {
  const loss = report.relativeLosses.find(
    entry => entry.run === run && entry.from === fresh && entry.to === stale && entry.on === on,
  );
  const difference = report.differences.find(
    entry => entry.run === run && entry.from === stale && entry.to === fresh && entry.on === on,
  );
  if (loss && Math.max(Math.abs(loss.low), Math.abs(loss.high)) <= 1) {
    const share = formatPercent(Math.abs(loss.value));
    const range = `[${formatPercent(loss.low)}, ${formatPercent(loss.high)}]`;
    return loss.value >= 0
      ? `${stale} loses ${share} ${range} of ${fresh}'s recall on ${on} targets`
      : `${stale} has ${share} more recall than ${fresh} on ${on} targets (a loss of ${range})`;
  }
  // So little recall that a share of it says nothing: the difference itself.
  if (!difference || !Number.isFinite(difference.value))
    return `${fresh} cannot be compared with ${stale} on ${on} targets`;
  return `${fresh} differs from ${stale} by ${formatDifference(difference)} on ${on} targets`;
}

/** False where every target is new: saying so twice says no more. */
function hasOtherTargets({ frame }: SimulationReport): boolean {
  return frame.newTargets < frame.targets;
}

function tooFewUsers({ frame }: SimulationReport): boolean {
  return frame.users < MIN_CLAIM_USERS;
}

function whyOf(report: SimulationReport, why: string | undefined): string {
  return why && !tooFewUsers(report) ? ` (${why})` : '';
}

/** One sentence where nothing can be claimed at all. */
export function fewUsersSentences(report: SimulationReport): string[] {
  if (!tooFewUsers(report)) return [];
  return [
    `Only ${report.frame.users} users could be evaluated; under ${MIN_CLAIM_USERS} every claim is left undecided.`,
  ];
}

/** Which runs were compared with each other, and what came of it. */
export function runSentences(report: SimulationReport): string[] {
  const cadences = new Set(report.rows.map(row => row.cadence));
  return report.claims
    .filter(({ claim }) => cadences.has(claim.slice(0, claim.indexOf(':'))))
    .map(({ claim, verdict, why }) => `At ${claim}: ${verdict}${whyOf(report, why)}.`);
}
