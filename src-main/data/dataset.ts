import { join } from 'node:path';
import type { ColumnArray, ColumnType } from './column-format.js';
import type { Dataset, PinTable, Timelines } from './columns.js';
import { type Manifest, readManifest } from './manifest.js';
import { ColumnFile, sharedColumn } from './shards.js';
import { lazyStrings } from './string-column.js';
import { ACTION_TYPES } from './timeline-builder.js';
import type { Workspace } from './workspace.js';

/** The actions of one user, oldest first, in ordinary memory. */
export type TimelineActions = {
  readonly [Column in keyof typeof ACTION_TYPES]: ColumnArray<(typeof ACTION_TYPES)[Column]>;
};

/** A data set that can also read single timelines from disk. */
export interface OpenDataset extends Dataset {
  readonly manifest: Manifest;
  /** One user's actions; reads only their bytes when the columns are not in memory yet. */
  readTimeline(user: number): TimelineActions;
}

/**
 * Opens data/<name>. Each column is read into a SharedArrayBuffer when it is first looked at, so that
 * opening costs milliseconds whatever the size; checksums are verified then. NOT_FOUND names the
 * nearest data sets; a damaged file is BAD_INPUT, a newer version CONFLICT.
 */
export async function openDataset(workspace: Workspace, name: string): Promise<OpenDataset> {
  const manifest = await readManifest(workspace, name);
  const folder = workspace.path('data', name);
  const columns = join(folder, 'columns');
  const users = ColumnFile.open(join(columns, manifest.columns.users.file));
  const shards = manifest.columns.actions.map(shard => ({
    ...shard,
    columns: ColumnFile.open(join(columns, shard.file)),
  }));
  const offsets = users.read('offsets', 'u32');
  const loaded = new Set<string>();

  const timelines = lazily<Timelines>(
    { userCount: manifest.counts.users, actionCount: manifest.counts.actions, offsets },
    Object.fromEntries(
      Object.entries(ACTION_TYPES).map(([column, type]) => [
        column,
        () => {
          const values = sharedColumn(type, manifest.counts.actions);
          for (const shard of shards) shard.columns.readInto(column, values, shard.firstAction);
          loaded.add(column);
          return values;
        },
      ]),
    ),
  );

  const readTimeline = (user: number): TimelineActions => {
    if (!(user >= 0 && user < timelines.userCount)) throw new RangeError(`internal: user ${user}`);
    const start = offsets[user]!;
    const end = offsets[user + 1]!;
    const shard = shards.find(s => start >= s.firstAction && end <= s.firstAction + s.actions);
    const read = (column: keyof typeof ACTION_TYPES, type: ColumnType) =>
      loaded.has(column) || !shard
        ? timelines[column].slice(start, end)
        : shard.columns.slice(column, type, start - shard.firstAction, end - shard.firstAction);
    const actions = Object.entries(ACTION_TYPES).map(([column, type]) => [
      column,
      read(column as keyof typeof ACTION_TYPES, type),
    ]);
    // Built from ACTION_TYPES entry by entry, which fromEntries cannot express.
    return Object.fromEntries(actions) as TimelineActions;
  };

  return {
    name: manifest.name,
    folder,
    manifest,
    contentHash: manifest.contentHash,
    has: manifest.has,
    actionTypes: manifest.actionTypes,
    surfaces: manifest.surfaces,
    timelines,
    userIds: lazyStrings(users, 'id'),
    pins: openPins(columns, manifest),
    firstAtMs: manifest.firstAtMs,
    lastAtMs: manifest.lastAtMs,
    readTimeline,
  };
}

function openPins(folder: string, manifest: Manifest): PinTable {
  const pins = ColumnFile.open(join(folder, manifest.columns.pins.file));
  const embeddings = manifest.columns.embeddings;
  const names = lazyStrings(pins, 'interestName');
  return lazily<PinTable>(
    {
      count: manifest.counts.cataloguePins,
      embeddingWidth: manifest.embeddingWidth,
      ids: lazyStrings(pins, 'id'),
      titles: lazyStrings(pins, 'title'),
    },
    {
      interestOffsets: () => pins.read('interestOffsets', 'u32'),
      interests: () => pins.read('interests', 'i32'),
      interestNames: () => Array.from({ length: names.length }, (_, index) => names.at(index)),
      firstAtMs: () => pins.read('firstAtMs', 'f64'),
      embeddings: () => {
        if (!embeddings) return new Float32Array(new SharedArrayBuffer(0));
        const file = ColumnFile.open(join(folder, embeddings.file));
        try {
          return file.read('values', 'f32');
        } finally {
          file.close();
        }
      },
    },
  );
}

/**
 * Adds fields that are computed once, when first looked at. They are ordinary enumerable fields to
 * everyone else: structured clone reads them, and what it copies are the shared buffers.
 */
function lazily<T extends object>(known: Partial<T>, fields: Record<string, () => unknown>): T {
  const target = { ...known };
  for (const [name, compute] of Object.entries(fields)) {
    Object.defineProperty(target, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = compute();
        Object.defineProperty(target, name, { enumerable: true, value });
        return value;
      },
    });
  }
  // `known` and `fields` together are T; the compiler cannot see it.
  return target as T;
}
