import type { RetrievedPin, WhatIf } from '../../src-main/contract/moment.js';

export interface ChangedRank {
  readonly pin: RetrievedPin;
  /** From 1; null where it is not among the results. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Results after a change in their order, then those that went, each with both ranks. */
export function changedRanks({ before, after }: Pick<WhatIf, 'before' | 'after'>): ChangedRank[] {
  const was = new Map(before.map(({ pin, rank }) => [pin, rank]));
  const now = new Set(after.map(({ pin }) => pin));
  return [
    ...after.map(pin => ({ pin, before: was.get(pin.pin) ?? null, after: pin.rank })),
    ...before
      .filter(({ pin }) => !now.has(pin))
      .map(pin => ({ pin, before: pin.rank, after: null })),
  ];
}

/** Results that came in by the change; as many went. */
export function newResults(ranks: readonly ChangedRank[]): number {
  return ranks.filter(({ before, after }) => before === null && after !== null).length;
}
