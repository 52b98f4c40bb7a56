import type { EvaluationTargets } from './targets.js';

/** Which targets a figure is about: all, those new to the user, or those the sequence already held. */
export type TargetKind = 'all' | 'new' | 'repeat';
export const TARGET_KINDS: readonly TargetKind[] = ['all', 'new', 'repeat'];

/** The one figure of each kind of target. */
export type ByTargetKind<T> = Readonly<Record<TargetKind, T>>;

/** Per user a value, NaN for users without a target of the kind. Length users. */
export type UserValues = Float64Array;

/** Averages `figureOf(target)` over each user's targets of one kind. */
export function valuesByUser(
  targets: EvaluationTargets,
  kind: TargetKind,
  figureOf: (target: number) => number,
): UserValues {
  const values = new Float64Array(targets.users.length);
  for (let user = 0; user < values.length; user++) {
    let sum = 0;
    let count = 0;
    for (let i = targets.offsets[user]!; i < targets.offsets[user + 1]!; i++) {
      if (kind !== 'all' && (targets.repeat[i] === 1) !== (kind === 'repeat')) continue;
      sum += figureOf(i);
      count++;
    }
    values[user] = count === 0 ? Number.NaN : sum / count;
  }
  return values;
}

/** Mean over the users that have a value; NaN when none has. */
export function meanOfUsers(values: UserValues): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Users that have a value. */
export function usersWithValue(values: UserValues): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  return count;
}
