import type { SimulateOutput } from '../../../src-main/contract/outputs.js';

type Claim = SimulateOutput['report']['claims'][number];
export type Verdict = Claim['verdict'];

/** Claims with one verdict for one reason. */
export interface ClaimGroup {
  readonly verdict: Verdict;
  /** Empty when held. */
  readonly why: string;
  /** "dense: once < daily, daily < realtime", one a run or subject. */
  readonly claims: readonly string[];
  readonly count: number;
}

const ORDER: readonly Verdict[] = ['held', 'not held', 'undecided'];

export const verdictWords: Readonly<Record<Verdict, string>> = {
  held: 'Held.',
  'not held': 'Not held.',
  undecided: 'Undecided.',
};

/** Puts claims of equal verdict and reason together: held first, undecided last. */
export function groupClaims(claims: readonly Claim[]): ClaimGroup[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = `${ORDER.indexOf(claim.verdict)}${claim.why}`;
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  return [...groups.values()]
    .map(members => ({
      verdict: members[0]!.verdict,
      why: inNotation(members[0]!.why),
      claims: bySubject(members.map(member => member.claim)),
      count: members.length,
    }))
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || b.count - a.count);
}

function bySubject(claims: readonly string[]): string[] {
  const subjects = new Map<string, string[]>();
  for (const claim of claims) {
    const colon = claim.indexOf(': ');
    const subject = colon < 0 ? '' : claim.slice(0, colon);
    const rest = colon < 0 ? claim : claim.slice(colon + 2);
    subjects.set(subject, [...(subjects.get(subject) ?? []), rest]);
  }
  return [...subjects].map(([subject, rest]) =>
    subject === '' ? rest.join(', ') : `${subject}: ${rest.join(', ')}`,
  );
}

/** Recalls and differences within a sentence as they are written elsewhere: "−.005" for "-0.005". */
export function inNotation(sentence: string): string {
  return sentence.replace(
    /(^|[^\w.])([-+]?)0(\.\d+)/g,
    (_, before: string, sign: string, places: string) =>
      // Nought has no sign.
      `${before}${/[1-9]/.test(places) ? sign.replace('-', '\u2212') : ''}${places}`,
  );
}
