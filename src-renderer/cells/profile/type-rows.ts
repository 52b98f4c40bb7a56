import type { ProfileOutput, SampledTypes } from '../../../src-main/contract/outputs.js';

/** Actions of one type. */
interface TypeShare {
  readonly actions: number;
  readonly positives: number;
  /** Of all actions, from 0 to 1; 0 where there are none. */
  readonly share: number;
}

export interface TypeRow extends TypeShare {
  readonly name: string;
  /** Of the users that are kept; undefined while all are. */
  readonly kept: TypeShare | undefined;
}

const MOST = 6;

/** The types with their shares, of all users and of those kept: at most six rows, the rarest types share the last. */
export function typeRows(
  types: ProfileOutput['profile']['types'],
  sampled: SampledTypes | undefined,
  keep: Uint8Array | undefined,
): TypeRow[] {
  const kept = sampled && keep && keptByType(sampled, keep);
  const total = kept ? sum(kept.actions) : 0;
  const rowOf = (name: string, from: number, to: number): TypeRow => {
    const group = types.slice(from, to);
    const actions = kept ? sum(kept.actions.slice(from, to)) : 0;
    return {
      name,
      actions: sum(group.map(type => type.actions)),
      positives: sum(group.map(type => type.positives)),
      share: sum(group.map(type => type.share)),
      kept: kept && {
        actions,
        positives: sum(kept.positives.slice(from, to)),
        share: total === 0 ? 0 : actions / total,
      },
    };
  };
  const alone = types.length <= MOST ? types.length : MOST - 1;
  const rows = types.slice(0, alone).map(({ name }, i) => rowOf(name, i, i + 1));
  if (alone === types.length) return rows;
  return [...rows, rowOf(`${types.length - alone} others`, alone, types.length)];
}

function keptByType({ columns, actions, positives }: SampledTypes, keep: Uint8Array) {
  const of = { actions: Array<number>(columns).fill(0), positives: Array<number>(columns).fill(0) };
  keep.forEach((isKept, user) => {
    if (isKept !== 1) return;
    for (let column = 0; column < columns; column++) {
      of.actions[column]! += actions[user * columns + column]!;
      of.positives[column]! += positives[user * columns + column]!;
    }
  });
  return of;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
