import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenDataset, openDataset } from '../../src-main/data/dataset.js';
import { openWorkspace, type Workspace } from '../../src-main/data/workspace.js';
import { worldConfig } from '../../src-main/data/world/config.js';
import { generateWorld } from '../../src-main/data/world.js';
import { openWorldOracle } from '../../src-main/data/world-oracle.js';
import { parseCadences } from '../../src-main/simulate/cadence.js';
import { oracleRecall } from '../../src-main/simulate/oracle-recall.js';

const DAY_MS = 86_400_000;

let workspace: Workspace;
beforeEach(async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  workspace = await openWorkspace(folder, { create: true, access: 'write' });
});
afterEach(async () => {
  await workspace.close();
  await fs.rm(workspace.folder, { recursive: true, force: true });
});

async function worldOf(options: object): Promise<OpenDataset> {
  await generateWorld(workspace, 'world', worldConfig(options, 'tiny'));
  return openDataset(workspace, 'world');
}

/** Recall@10 of the oracle at t = day 60 under each cadence, the whole world evaluated. */
function recallOf(dataset: OpenDataset, cadences: string): Record<string, number> {
  const atMs = Number(dataset.manifest.origin.settings.startMs) + 60 * DAY_MS;
  const { rows } = oracleRecall(dataset, openWorldOracle(dataset), {
    cadences: parseCadences(cadences),
    atMs,
    users: dataset.timelines.userCount,
    seed: 1,
  });
  return Object.fromEntries(rows.map(row => [row.cadence, row.recallAt10.all.value]));
}

describe('the oracle of a world', () => {
  test('knows more the fresher its state: once < daily < 6 h < realtime', async () => {
    const recall = recallOf(await worldOf({ users: 80 }), 'once,daily,6h,realtime');
    expect(recall.once).toBeGreaterThan(0.05);
    expect(recall.daily!).toBeGreaterThan(recall.once! * 1.05);
    expect(recall['6h']!).toBeGreaterThan(recall.daily! * 1.05);
    expect(recall.realtime!).toBeGreaterThan(recall['6h']! * 1.02);
  });

  test('sessionShare 0 closes the gap between cadences but for pins that are used up', async () => {
    // Large leaves and no drift, so that the pins that a user has met since t hardly matter.
    const options = { users: 80, pins: 4000, topics: 2, driftDays: 0 };
    const calm = recallOf(await worldOf({ ...options, sessionShare: 0 }), 'once,realtime');
    await fs.rm(workspace.path('data', 'world'), { recursive: true });
    const burning = recallOf(await worldOf({ ...options, sessionShare: 0.9 }), 'once,realtime');
    expect(calm.realtime! / calm.once!).toBeGreaterThan(0.9);
    expect(calm.realtime! / calm.once!).toBeLessThan(1.15);
    expect(burning.realtime! / burning.once!).toBeGreaterThan(1.3);
  });

  test('can be asked about some users, drawn by the seed, at the proposed split', async () => {
    const dataset = await worldOf({ users: 60 });
    const ask = (users: number) =>
      oracleRecall(dataset, openWorldOracle(dataset), {
        cadences: parseCadences('realtime,once'),
        users,
        seed: 3,
      });
    const some = ask(20);
    expect(some).toEqual(ask(20));
    expect(some.users).toBeLessThanOrEqual(20);
    expect(some.rows.map(row => row.cadence)).toEqual(['once', 'realtime']);
    expect(some.targets).toBeLessThan(ask(60).targets);
  });

  test('is refused for data that is no world', async () => {
    const dataset = await worldOf({ users: 3, pins: 50 });
    const imported = {
      ...dataset,
      manifest: { ...dataset.manifest, origin: { kind: 'import' as const, settings: {} } },
    };
    expect(() => openWorldOracle(imported)).toThrow('only a synthetic world');
  });
});
