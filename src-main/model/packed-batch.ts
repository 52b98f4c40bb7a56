import { concat, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../compute/program.js';
import type { SequenceGroup } from './batch-layout.js';

/** Sequences of one length; their positions stand in the packed rows, user by user. */
export interface PackedGroup extends SequenceGroup {
  /** int32 [users]. */
  readonly count: Tensor;
  /** int32 [users, queries]: the columns that are read. */
  readonly query: Tensor;
}

/** All sequences of a batch, groups one after the other, as N packed rows. */
export interface PackedBatch {
  readonly groups: readonly PackedGroup[];
  /** N = Σ users · length and Q = Σ users · queries. */
  readonly rows: number;
  readonly queries: number;
  /** int32 [N]: row of the pin table. */
  readonly pin: Tensor;
  /** int32 [N]. */
  readonly type: Tensor;
  readonly surface: Tensor;
  /** [N, 4]. */
  readonly scalars: Tensor;
  /** [N, 152]. */
  readonly phases: Tensor;
}

/** The entry of that name; a missing one is a mistake of the caller. */
export function entry(tensors: NamedTensors, name: string): Tensor {
  const value = tensors[name];
  if (!value) throw new Error(`internal: no tensor "${name}"`);
  return value;
}

/** Packs the inputs `g0.*`, `g1.*` … of a batch (see batch-layout) into rows. */
export function packBatch(inputs: NamedTensors, plan: readonly SequenceGroup[]): PackedBatch {
  const all = (name: string, width?: number) => {
    const parts = plan.map((group, index) => {
      const rows = group.users * group.length;
      return reshape(entry(inputs, `g${index}.${name}`), width ? [rows, width] : [rows]);
    });
    return parts.length === 1 && parts[0] ? parts[0] : concat(parts, 0);
  };
  return {
    groups: plan.map((group, index) => ({
      ...group,
      count: entry(inputs, `g${index}.count`),
      query: entry(inputs, `g${index}.query`),
    })),
    rows: plan.reduce((sum, group) => sum + group.users * group.length, 0),
    queries: plan.reduce((sum, group) => sum + group.users * group.queries, 0),
    pin: all('pin'),
    type: all('type'),
    surface: all('surface'),
    scalars: all('scalars', 4),
    phases: all('phases', 152),
  };
}
