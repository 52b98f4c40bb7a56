import type { BatchPlan } from '../model/batch-layout.js';

/** What must find room: of every sequence, longest first, its length and its query positions. */
export interface Needs {
  readonly lengths: ArrayLike<number>;
  readonly queries: ArrayLike<number>;
  readonly rows: number;
  readonly poolPins: number;
  readonly inputPins: number;
  readonly userPositives: number;
}

/** Where each sequence stands in a plan. */
export interface Placement {
  readonly group: Int32Array;
  /** Place within its group. */
  readonly slot: Int32Array;
}

/**
 * Places sequences, longest first, into the groups of a plan, longest first. A sequence goes into the
 * shortest group that is long enough while the sequences after it still find room; null when the batch
 * does not fit.
 */
export function placeBatch(plan: BatchPlan, needs: Needs): Placement | null {
  if (needs.rows > plan.rows || needs.poolPins > plan.poolPins) return null;
  if (needs.inputPins > plan.inputPins) return null;
  if (needs.userPositives > plan.userPositives) return null;
  const count = needs.lengths.length;
  const placement = { group: new Int32Array(count), slot: new Int32Array(count) };
  let capacity = plan.groups.reduce((sum, group) => sum + group.users, 0);
  let group = 0;
  let used = 0;
  for (let i = 0; i < count; i++) {
    while (group < plan.groups.length) {
      const here = plan.groups[group]!;
      const next = plan.groups[group + 1];
      const spare = capacity - (here.users - used) >= count - i;
      if (used === here.users || (next && needs.lengths[i]! <= next.length && spare)) {
        capacity -= here.users - used;
        group++;
        used = 0;
      } else break;
    }
    const here = plan.groups[group];
    if (!here || needs.lengths[i]! > here.length || needs.queries[i]! > here.queries) return null;
    placement.group[i] = group;
    placement.slot[i] = used++;
    capacity--;
  }
  return placement;
}
