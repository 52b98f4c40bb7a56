import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { newActionBlock } from '../../src-main/data/staged-actions.js';
import { openWorkspace, type Workspace } from '../../src-main/data/workspace.js';
import { DatasetWriter, type WriterSettings } from '../../src-main/data/writer.js';

let workspace: Workspace;
beforeEach(async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  workspace = await openWorkspace(folder, { create: true, access: 'write' });
});
afterEach(async () => {
  await workspace.close();
  await fs.rm(workspace.folder, { recursive: true, force: true });
});

const settings: WriterSettings = {
  origin: { kind: 'import', settings: {} },
  positiveRule: 'all',
  has: { type: true, surface: false, duration: true, time: true },
};

type Row = [user: string, pin: string, atMs: number, type: string, positive?: 0 | 1];

async function write(rows: Row[], describe?: (writer: DatasetWriter) => Promise<unknown>) {
  const writer = await DatasetWriter.open(workspace, 'tiny', settings);
  try {
    await describe?.(writer);
    const block = newActionBlock(rows.length);
    for (const [user, pin, atMs, type, positive] of rows) {
      const row = block.length++;
      block.user[row] = writer.userOf(user);
      block.pin[row] = writer.pins.indexOf(pin);
      block.atMs[row] = atMs;
      block.type[row] = writer.typeOf(type);
      block.positive[row] = positive ?? 1;
      block.rating[row] = Number.NaN;
    }
    await writer.append(block);
    return await writer.commit();
  } finally {
    await writer.discard();
  }
}

async function timelinesOf(): Promise<Record<string, [string, number, string][]>> {
  const dataset = await openDataset(workspace, 'tiny');
  const { timelines: t } = dataset;
  const entries = Array.from({ length: t.userCount }, (_, user) => [
    dataset.userIds.at(user),
    Array.from({ length: t.offsets[user + 1]! - t.offsets[user]! }, (_, i) => {
      const action = t.offsets[user]! + i;
      return [
        dataset.pins.ids.at(t.pin[action]!),
        t.atMs[action]!,
        dataset.actionTypes[t.type[action]!]!,
      ];
    }),
  ]);
  return Object.fromEntries(entries);
}

test('a timeline ascends by time and keeps source order among ties', async () => {
  await write([
    ['b', 'p3', 30, 'save'],
    ['a', 'p9', 20, 'save'],
    ['a', 'p1', 20, 'view'],
    ['b', 'p2', 10, 'view'],
    ['a', 'p5', 20, 'view'],
    ['a', 'p4', 10, 'save'],
  ]);
  expect(await timelinesOf()).toEqual({
    b: [
      ['p2', 10, 'view'],
      ['p3', 30, 'save'],
    ],
    a: [
      ['p4', 10, 'save'],
      ['p9', 20, 'save'],
      ['p1', 20, 'view'],
      ['p5', 20, 'view'],
    ],
  });
});

test('a second generation merges into the first, earlier files first among ties', async () => {
  await write([
    ['a', 'p1', 10, 'view'],
    ['a', 'p2', 30, 'view'],
  ]);
  const second = await write([
    ['c', 'p1', 5, 'save'],
    ['a', 'p7', 30, 'save'],
    ['a', 'p8', 20, 'save'],
  ]);
  expect(await timelinesOf()).toEqual({
    a: [
      ['p1', 10, 'view'],
      ['p8', 20, 'save'],
      ['p2', 30, 'view'],
      ['p7', 30, 'save'],
    ],
    c: [['p1', 5, 'save']],
  });
  expect(second.counts).toEqual({ users: 2, pins: 4, cataloguePins: 4, actions: 5, positives: 5 });
  expect(second.parts.actions).toEqual(['actions-0001-000.parquet', 'actions-0002-000.parquet']);
});

test('pins keep titles, interests and embeddings over a second generation', async () => {
  const described = { ...settings, embeddingWidth: 2 };
  const first = await DatasetWriter.open(workspace, 'tiny', described);
  await first.describePin('p1', {
    title: 'Ein Café',
    interests: ['food', 'paris', 'food'],
    embedding: new Float32Array([1, 2]),
  });
  const block = newActionBlock(1);
  block.length = 1;
  block.user[0] = first.userOf('a');
  block.pin[0] = first.pins.indexOf('p0');
  block.atMs[0] = 7;
  await first.append(block);
  await first.commit();
  await first.discard();
  await write([['a', 'p2', 9, 'save']], async writer => {
    expect(await writer.describePin('p1', { title: 'other' })).toBe(false);
    await writer.describePin('p0', { interests: ['food'], embedding: new Float32Array([3, 4]) });
  });
  const { pins } = await openDataset(workspace, 'tiny');
  expect(Array.from({ length: 3 }, (_, i) => [pins.ids.at(i), pins.titles.at(i)])).toEqual([
    ['p1', 'Ein Café'],
    ['p0', ''],
    ['p2', ''],
  ]);
  expect([...pins.embeddings]).toEqual([1, 2, 3, 4, 0, 0]);
  expect(pins.interestNames).toEqual(['food', 'paris']);
  expect([...pins.interests]).toEqual([0, 1, 0]);
  expect([...pins.interestOffsets]).toEqual([0, 2, 3, 3]);
  expect([...pins.firstAtMs]).toEqual([Number.POSITIVE_INFINITY, 7, 9]);
  expect(pins.ids.indexOf('p2')).toBe(2);
  expect(pins.ids.indexOf('p3')).toBe(-1);
});

test('one timeline can be read without loading the columns, and equals them', async () => {
  await write([
    ['a', 'p1', 10, 'view'],
    ['b', 'p2', 20, 'save', 0],
    ['b', 'p1', 30, 'save'],
  ]);
  const dataset = await openDataset(workspace, 'tiny');
  const read = dataset.readTimeline(1);
  expect({ ...read, pin: [...read.pin], atMs: [...read.atMs] }).toMatchObject({
    pin: [1, 0],
    atMs: [20, 30],
    positive: new Uint8Array([0, 1]),
  });
  expect([...dataset.timelines.atMs]).toEqual([10, 20, 30]);
  expect(dataset.timelines.atMs.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([...dataset.readTimeline(1).pin]).toEqual([1, 0]);
  expect(structuredClone(dataset.timelines).pin.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('without a commit nothing of a data set is visible', async () => {
  const writer = await DatasetWriter.open(workspace, 'tiny', settings);
  writer.userOf('a');
  await writer.discard();
  expect(await fs.readdir(workspace.path('data'))).toEqual([]);
  await expect(openDataset(workspace, 'tiny')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the content hash follows the content, not the import', async () => {
  const rows: Row[] = [
    ['a', 'p1', 10, 'view'],
    ['b', 'p2', 20, 'save'],
  ];
  const first = await write(rows);
  await fs.rm(workspace.path('data', 'tiny'), { recursive: true });
  expect((await write(rows)).contentHash).toBe(first.contentHash);
  await fs.rm(workspace.path('data', 'tiny'), { recursive: true });
  rows[1]![2] = 21;
  expect((await write(rows)).contentHash).not.toBe(first.contentHash);
});
