import type { BaselineDifference, SimulationReport } from './report.js';

/** For each run and kind of target, which baselines it beats, does not surely beat, or loses to. */
export function baselineSentences({
  baselineDifferences,
  frame,
}: Pick<SimulationReport, 'baselineDifferences' | 'frame'>): string[] {
  // Where every target is new, saying so twice says no more.
  const kinds = frame.newTargets < frame.targets ? (['all', 'new'] as const) : (['all'] as const);
  const trained = baselineDifferences.filter(entry => entry.against !== 'oracle');
  return [...new Set(trained.map(entry => entry.run))].flatMap(run =>
    kinds.flatMap(on => {
      const here = trained.filter(entry => entry.run === run && entry.on === on);
      const parts = OUTCOMES.map(({ phrase, is }) => [phrase, namesOf(here, is)] as const)
        .filter(([, names]) => names !== '')
        .map(([phrase, names]) => `${phrase} ${names}`);
      return parts.length > 0 ? [`${run} on ${on} targets ${parts.join('; ')}.`] : [];
    }),
  );
}

const OUTCOMES = [
  { phrase: 'beats', is: ({ low }: BaselineDifference) => low > 0 },
  {
    phrase: 'is not shown to beat',
    is: ({ low, high }: BaselineDifference) => low <= 0 && high >= 0,
  },
  { phrase: 'loses to', is: ({ high }: BaselineDifference) => high < 0 },
] as const;

/** "popularity, last pin (once, daily)": the cadences are named where it does not hold at all of them. */
function namesOf(
  differences: readonly BaselineDifference[],
  is: (difference: BaselineDifference) => boolean,
): string {
  return [...new Set(differences.map(entry => entry.against))]
    .flatMap(against => {
      const all = differences.filter(entry => entry.against === against);
      const those = all.filter(is);
      if (those.length === 0) return [];
      const at = those.map(entry => entry.cadence).join(', ');
      return [those.length === all.length ? against : `${against} (${at})`];
    })
    .join(', ');
}

/** Rules that remember a user's own pins. */
const REMEMBERING = ['own most-visited pins', 'last pin'];

/** What it means where a rule without training wins. */
export function meaningSentences({
  baselineDifferences,
  frame,
}: Pick<SimulationReport, 'baselineDifferences' | 'frame'>): string[] {
  const winsOnAll = (name: string) =>
    baselineDifferences.some(
      entry => entry.against === name && entry.on === 'all' && entry.high < 0,
    );
  const sentences: string[] = [];
  const remembering = REMEMBERING.filter(winsOnAll).join(', ');
  if (remembering !== '') {
    const repeats = `${(100 * (1 - frame.newTargets / frame.targets)).toFixed(0)} %`;
    sentences.push(
      `What wins on all targets only remembers (${remembering}): ${repeats} of the targets here are pins that the user has been at before. A model earns its keep on the new ones: compare the recall on these.`,
    );
  }
  if (winsOnAll('popularity'))
    sentences.push(
      'Popularity wins on all targets: what people engage with next here is mostly what everyone does, and the past of a user adds little to it, or the model has not learnt it yet.',
    );
  return sentences;
}
