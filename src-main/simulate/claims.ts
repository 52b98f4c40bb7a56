import { type Estimate, MIN_CLAIM_USERS } from '../evaluate/bootstrap.js';
import { type Verdict, verdict, verdictOfAll } from '../evaluate/paired-difference.js';
import type { Claim, ClaimKind } from './report.js';

/** One difference that a claim rests on. */
export interface Evidence {
  readonly on: ClaimKind;
  readonly estimate: Estimate;
  /** Users that have both values. */
  readonly users: number;
}

/**
 * Judges "the difference is above 0" on all targets and on new ones: held only if it holds on both
 * (spec §6), since a model can win on all by copying the last pin. Under 200 users undecided.
 */
export function judge(claim: string, evidence: readonly Evidence[]): Claim {
  const verdicts = evidence.map(({ estimate, users }) => verdict(estimate, users));
  const why = evidence
    .filter((_, i) => verdicts[i] !== 'held')
    .map((item, i) => reason(item, verdicts.filter(v => v !== 'held')[i]!))
    .join('; ');
  return { claim, verdict: verdictOfAll(verdicts), why };
}

function reason({ on, estimate, users }: Evidence, judged: Verdict): string {
  if (users < MIN_CLAIM_USERS)
    return `on ${on}: ${users} users, under the ${MIN_CLAIM_USERS} that a claim needs`;
  if (Number.isNaN(estimate.low)) return `on ${on}: there is no interval`;
  return `on ${on}: ${printed(estimate)} ${judged === 'not held' ? 'is below 0' : 'holds 0'}`;
}

/** "+0.012 [−0.003, +0.027]" */
export function printed({ value, low, high }: Estimate): string {
  const signed = (number: number) => `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(3)}`;
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}
