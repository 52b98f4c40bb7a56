import { join } from 'node:path';
import { throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import type { Manifest } from './manifest.js';
import { ColumnFile, type ColumnSource, writeColumnFile } from './shards.js';
import type { StagedActions } from './staged-actions.js';

/** Actions of one column file at most, for whole users: 19 bytes each, 319 MB. */
const SHARD_ACTIONS = 16_777_216;

export const ACTION_TYPES = {
  pin: 'i32',
  atMs: 'f64',
  type: 'u8',
  surface: 'u8',
  durationSeconds: 'f32',
  positive: 'u8',
} as const;
type ColumnName = keyof typeof ACTION_TYPES;
const NAMES = Object.keys(ACTION_TYPES) as ColumnName[];

/** The columns of some users' timelines while they are being filled. */
interface ShardColumns {
  readonly pin: Int32Array;
  readonly atMs: Float64Array;
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  readonly durationSeconds: Float32Array;
  readonly positive: Uint8Array;
}

/** The timelines of an earlier generation, read shard by shard. */
export interface EarlierTimelines {
  readonly offsets: Uint32Array;
  readonly folder: string;
  readonly shards: Manifest['columns']['actions'];
}

export interface BuiltTimelines {
  /** Length userCount + 1. */
  readonly offsets: Uint32Array;
  readonly shards: Manifest['columns']['actions'];
}

/**
 * Merges earlier timelines and staged actions into column files in `folder`: user by user, ascending
 * by time, ties in source order (spec §1). Holds one shard in memory, not the data set.
 */
export async function buildTimelines(
  staged: StagedActions,
  earlier: EarlierTimelines | undefined,
  userCount: number,
  folder: string,
  filePrefix: string,
  context: JobContext = {},
): Promise<BuiltTimelines> {
  const offsets = countOffsets(staged, earlier, userCount);
  const total = offsets[userCount]!;
  const shards: Manifest['columns']['actions'] = [];
  for (let firstUser = 0; firstUser < userCount; ) {
    throwIfCancelled(context.signal);
    const lastUser = shardEnd(offsets, firstUser, userCount);
    const firstAction = offsets[firstUser]!;
    const count = offsets[lastUser]! - firstAction;
    const columns = emptyColumns(count);
    fill(columns, offsets, firstUser, lastUser, staged, earlier, context);
    for (let user = firstUser; user < lastUser; user++)
      sortTimeline(columns, offsets[user]! - firstAction, offsets[user + 1]! - firstAction);
    const file = `${filePrefix}actions-${String(shards.length).padStart(4, '0')}.col`;
    const sources = NAMES.map(
      (name): ColumnSource => ({
        name,
        type: ACTION_TYPES[name],
        length: count,
        values: columns[name],
      }),
    );
    const { sha256 } = await writeColumnFile(join(folder, file), sources);
    shards.push({ file, sha256, firstAction, actions: count });
    context.onProgress?.({
      stage: 'building timelines',
      done: offsets[lastUser]!,
      total,
      unit: 'actions',
    });
    firstUser = lastUser;
  }
  return { offsets, shards };
}

function countOffsets(
  staged: StagedActions,
  earlier: EarlierTimelines | undefined,
  userCount: number,
): Uint32Array {
  const counts = new Uint32Array(userCount + 1);
  const known = earlier ? earlier.offsets.length - 1 : 0;
  for (let user = 0; user < known; user++)
    counts[user + 1] = earlier!.offsets[user + 1]! - earlier!.offsets[user]!;
  for (const block of staged.blocks())
    for (let row = 0; row < block.length; row++) counts[block.user[row]! + 1]!++;
  for (let user = 0; user < userCount; user++) counts[user + 1]! += counts[user]!;
  return counts;
}

function shardEnd(offsets: Uint32Array, firstUser: number, userCount: number): number {
  let lastUser = firstUser + 1;
  while (lastUser < userCount && offsets[lastUser + 1]! - offsets[firstUser]! <= SHARD_ACTIONS)
    lastUser++;
  return lastUser;
}

function emptyColumns(length: number): ShardColumns {
  return {
    pin: new Int32Array(length),
    atMs: new Float64Array(length),
    type: new Uint8Array(length),
    surface: new Uint8Array(length),
    durationSeconds: new Float32Array(length),
    positive: new Uint8Array(length),
  };
}

/** Puts the actions of users firstUser … lastUser − 1 in place: earlier ones first, then staged. */
function fill(
  columns: ShardColumns,
  offsets: Uint32Array,
  firstUser: number,
  lastUser: number,
  staged: StagedActions,
  earlier: EarlierTimelines | undefined,
  context: JobContext,
): void {
  const firstAction = offsets[firstUser]!;
  const next = new Uint32Array(lastUser - firstUser);
  for (let user = firstUser; user < lastUser; user++)
    next[user - firstUser] = offsets[user]! - firstAction;
  if (earlier) copyEarlier(columns, next, firstUser, lastUser, earlier);
  for (const block of staged.blocks()) {
    throwIfCancelled(context.signal);
    for (let row = 0; row < block.length; row++) {
      const user = block.user[row]!;
      if (user < firstUser || user >= lastUser) continue;
      const at = next[user - firstUser]!++;
      columns.pin[at] = block.pin[row]!;
      columns.atMs[at] = block.atMs[row]!;
      columns.type[at] = block.type[row]!;
      columns.surface[at] = block.surface[row]!;
      columns.durationSeconds[at] = block.durationSeconds[row]!;
      columns.positive[at] = block.positive[row]!;
    }
  }
}

function copyEarlier(
  columns: ShardColumns,
  next: Uint32Array,
  firstUser: number,
  lastUser: number,
  earlier: EarlierTimelines,
): void {
  const { offsets } = earlier;
  const known = Math.min(lastUser, offsets.length - 1);
  for (const shard of earlier.shards) {
    const shardEndAction = shard.firstAction + shard.actions;
    if (firstUser >= known) return;
    if (offsets[known]! <= shard.firstAction || offsets[firstUser]! >= shardEndAction) continue;
    const file = ColumnFile.open(join(earlier.folder, shard.file));
    try {
      const read = emptyColumns(shard.actions);
      for (const name of NAMES) file.readInto(name, read[name], 0);
      for (let user = firstUser; user < known; user++) {
        const start = offsets[user]!;
        const end = offsets[user + 1]!;
        if (start < shard.firstAction || end > shardEndAction || start === end) continue;
        const at = next[user - firstUser]!;
        for (const name of NAMES)
          columns[name].set(
            read[name].subarray(start - shard.firstAction, end - shard.firstAction) as never,
            at,
          );
        next[user - firstUser]! += end - start;
      }
    } finally {
      file.close();
    }
  }
}

/** Stable by time, in place; most timelines come in order and cost one pass. */
function sortTimeline(columns: ShardColumns, start: number, end: number): void {
  const { atMs } = columns;
  let sorted = true;
  for (let i = start + 1; i < end && sorted; i++) sorted = atMs[i]! >= atMs[i - 1]!;
  if (sorted) return;
  const order = new Uint32Array(end - start).map((_, index) => start + index);
  order.sort((a, b) => atMs[a]! - atMs[b]! || a - b);
  for (const name of NAMES) {
    const before = columns[name].slice(start, end);
    const column = columns[name];
    for (let i = 0; i < order.length; i++) column[start + i] = before[order[i]! - start]!;
  }
}
