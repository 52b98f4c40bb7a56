import type { ModelConfig, ModelData } from './config.js';

/** The columns of a data set's timelines that a sequence is read from. */
export interface ActionColumns {
  /** Actions of user u are offsets[u] … offsets[u + 1] − 1, ascending by time. */
  readonly offsets: Uint32Array;
  readonly pin: Int32Array;
  readonly atMs: Float64Array;
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  readonly durationSeconds: Float32Array;
}

/** Which actions of a timeline form its sequence (spec §1). Plain data, for worker threads too. */
export interface SequenceRule {
  /** M. */
  readonly maxLength: number;
  readonly lookbackMs: number;
  /** By action type and surface: 1 where the action may stand in a sequence. 256 long. */
  readonly types: Uint8Array;
  readonly surfaces: Uint8Array;
  /** True when every type and surface may. */
  readonly all: boolean;
}

export function sequenceRule(config: ModelConfig, data: ModelData): SequenceRule {
  return {
    maxLength: config.sequenceLength,
    lookbackMs: config.lookbackDays * 86_400_000,
    types: allowed(data.sequenceTypes),
    surfaces: allowed(data.sequenceSurfaces),
    all: data.sequenceTypes === undefined && data.sequenceSurfaces === undefined,
  };
}

function allowed(indices: readonly number[] | undefined): Uint8Array {
  const mask = new Uint8Array(256);
  if (indices === undefined) mask.fill(1);
  else for (const index of indices) mask[index] = 1;
  return mask;
}

/** True when the action may stand in a sequence: its type and surface are in the vocabulary. */
export function isUsable(columns: ActionColumns, rule: SequenceRule, action: number): boolean {
  return (
    rule.all ||
    (rule.types[columns.type[action]!]! & rule.surfaces[columns.surface[action]!]!) !== 0
  );
}

/**
 * Finds the sequence of `user` before action `end` (an absolute index, exclusive): the last M usable
 * actions that are at most `lookbackMs` older than the newest of them. Writes their absolute indices,
 * ascending, to the front of `into` (at least M long) and returns how many there are (0 … M).
 */
export function sequenceBefore(
  columns: ActionColumns,
  rule: SequenceRule,
  user: number,
  end: number,
  into: Int32Array,
): number {
  const first = columns.offsets[user]!;
  let count = 0;
  let oldestMs = Number.NEGATIVE_INFINITY;
  for (let action = end - 1; action >= first && count < rule.maxLength; action--) {
    if (!isUsable(columns, rule, action)) continue;
    const atMs = columns.atMs[action]!;
    if (count === 0) oldestMs = atMs - rule.lookbackMs;
    else if (atMs < oldestMs) break;
    into[count++] = action;
  }
  into.subarray(0, count).reverse();
  return count;
}
