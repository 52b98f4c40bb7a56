import type { SimulateOutput } from '../../../src-main/contract/outputs.js';
import type { TargetKind } from './simulate-rows.js';

/** One user's recall@10 under two cadences. */
export interface Payer {
  readonly user: string;
  readonly targets: number;
  readonly from: number;
  readonly to: number;
  /** What the fresher cadence would have given: `to` less `from`. */
  readonly lost: number;
}

/**
 * Users by what they lose when `from` serves instead of `to`, most first; equal losses by more targets,
 * which weigh more. Users without a target of the kind, and those who lose nothing, are left out.
 */
export function whoPays(
  perUser: SimulateOutput['perUser'],
  run: string,
  from: string,
  to: string,
  on: TargetKind,
): Payer[] {
  const cell = (cadence: string) =>
    perUser.cells.find(other => other.run === run && other.cadence === cadence)?.[on];
  const stale = cell(from);
  const fresh = cell(to);
  if (stale === undefined || fresh === undefined) return [];
  return perUser.users
    .map((user, i) => ({
      user,
      targets: perUser.targets[i]!,
      from: stale[i]!,
      to: fresh[i]!,
      lost: fresh[i]! - stale[i]!,
    }))
    .filter(({ lost }) => lost > 0)
    .sort((a, b) => b.lost - a.lost || b.targets - a.targets || (a.user < b.user ? -1 : 1));
}
