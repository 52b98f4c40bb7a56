import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { openWorkspace, type Workspace } from '../../src-main/data/workspace.js';
import { buildCatalogue } from '../../src-main/data/world/catalogue.js';
import { worldConfig } from '../../src-main/data/world/config.js';
import { leafName } from '../../src-main/data/world/pin-text.js';
import { streamWorld } from '../../src-main/data/world/stream-world.js';
import { generateWorld } from '../../src-main/data/world.js';

let workspace: Workspace;
beforeEach(async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  workspace = await openWorkspace(folder, { create: true, access: 'write' });
});
afterEach(async () => {
  await workspace.close();
  await fs.rm(workspace.folder, { recursive: true, force: true });
});

const config = worldConfig({ users: 40, pins: 300, topics: 3, embeddingWidth: 8 }, 'tiny');

describe('a world as a data set', () => {
  test('reads back the very timelines and pins that were generated', async () => {
    const report = await generateWorld(workspace, 'world-1', config);
    const dataset = await openDataset(workspace, 'world-1');
    const catalogue = buildCatalogue(config);
    const [world] = [...streamWorld(config, catalogue)];
    const { timelines, pins } = dataset;

    expect(report).toMatchObject({ dataset: 'world-1', pins: 300, actions: world!.actionCount });
    expect(timelines.actionCount).toBe(world!.actionCount);
    let user = 0;
    for (let u = 0; u < world!.userCount; u++) {
      const begin = world!.offsets[u]!;
      const end = world!.offsets[u + 1]!;
      if (begin === end) continue;
      expect(dataset.userIds.at(user)).toBe(`user-${u}`);
      const from = timelines.offsets[user]!;
      expect(timelines.offsets[user + 1]! - from).toBe(end - begin);
      for (const column of [
        'pin',
        'atMs',
        'type',
        'surface',
        'durationSeconds',
        'positive',
      ] as const)
        expect([...timelines[column].slice(from, from + end - begin)]).toEqual([
          ...world![column].slice(begin, end),
        ]);
      user++;
    }
    expect(timelines.userCount).toBe(user);

    expect(dataset.has).toEqual({
      type: true,
      surface: true,
      duration: true,
      time: true,
      embedding: true,
      interests: true,
      title: true,
    });
    expect(dataset.actionTypes).toEqual(['closeup', 'save', 'click', 'hide']);
    expect(dataset.surfaces).toEqual(['homefeed', 'search', 'relatedPins']);
    expect(pins.count).toBe(300);
    expect([...pins.embeddings]).toEqual([...catalogue.embeddings]);
    for (let pin = 0; pin < 300; pin++) {
      const leaves = [catalogue.leaf[pin]!, catalogue.secondLeaf[pin]!].filter(l => l >= 0);
      const interests = pins.interests.slice(
        pins.interestOffsets[pin],
        pins.interestOffsets[pin + 1],
      );
      expect(pins.ids.at(pin)).toBe(`pin-${pin}`);
      expect(Array.from(interests, i => pins.interestNames[i])).toEqual(
        leaves.map(leaf => leafName(config, leaf)),
      );
    }
  });

  test('asked for again, nothing changes and a note says so; another config is refused', async () => {
    const first = await generateWorld(workspace, 'world-1', config);
    const notes: string[] = [];
    const again = await generateWorld(workspace, 'world-1', config, {
      onNote: line => notes.push(line),
    });
    expect(again).toEqual(first);
    expect(notes).toEqual(['"world-1" is this very world already; nothing was changed.']);
    await expect(generateWorld(workspace, 'world-1', { ...config, seed: 2 })).rejects.toMatchObject(
      { code: 'CONFLICT' },
    );
  });

  test('cancelled half-way, it leaves nothing behind', async () => {
    const controller = new AbortController();
    await expect(
      generateWorld(workspace, 'world-1', config, {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await workspace.list('data')).toEqual([]);
  });
});
