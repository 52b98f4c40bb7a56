import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../src-main/contract/api.js';
import { openDataset } from '../../src-main/data/dataset.js';
import { openWorkspace } from '../../src-main/data/workspace.js';
import { connect } from '../../src-main/rpc/client.js';
import { inMemoryPorts } from '../../src-main/rpc/ports/in-memory.js';
import { createServedEngine, type ServedEngine } from '../../src-main/services/served-engine.js';
import { temporaryFolder } from './cli-process.js';
import { makeTinyWorld, trainTiny } from './tiny-run.js';

const folder = join(temporaryFolder(), 'workspace');
const RUN = 'served';
const cadences = ['once', 'daily', 'realtime'];
const DAY_MS = 86_400_000;
let engine: ServedEngine;
let window: ReturnType<typeof openWindow>;
let moment: { run: string; user: string; atMs: number; channel: string };

function openWindow() {
  const [here, there] = inMemoryPorts();
  engine.serveEngine(there);
  return connect(api, here);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );
}

beforeAll(async () => {
  await makeTinyWorld(folder, '--set', 'users=600');
  engine = createServedEngine({ workspaceFolder: folder, shell: 'web', versions: [] });
  window = openWindow();
}, 60_000);
afterAll(() => engine?.close());

describe('a data set without a run', () => {
  it('shows a life, and finds pins', async () => {
    const dataset = 'world';
    const { userIds, timelines } = await openDataset(await openWorkspace(folder), dataset);
    const life = await window.datasets.timeline({ dataset, user: userIds.at(1) });
    const own = timelines.offsets.subarray(1, 3);
    expect(life.pin).toEqual(Int32Array.from(timelines.pin.subarray(own[0], own[1])));
    expect(life.interests.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(await codeOf(window.datasets.timeline({ dataset, user: 'nobody' }))).toBe('NOT_FOUND');
    const [some] = await window.datasets.pins({ dataset, pins: [3] });
    const text = some?.title.slice(0, 5) ?? '';
    const found = await window.datasets.findPins({ dataset, text, limit: 200 });
    expect(found).toContainEqual(some);
    expect(found.every(({ title }) => title.toLowerCase().includes(text.toLowerCase()))).toBe(true);
  });
});

describe('a trained run', () => {
  beforeAll(async () => {
    await trainTiny(folder, RUN);
    const [first] = (await window.moments.users({ run: RUN, split: 'test', limit: 1 })).rows;
    const user = first?.user ?? '';
    const before = { run: RUN, user, atMs: 0, channel: 'first' };
    const { trainedUntilMs } = await window.moments.moment({ ...before, cadences });
    moment = { run: RUN, user, atMs: trainedUntilMs + 3 * DAY_MS, channel: 'cell' };
  }, 120_000);

  it('is scrubbed in two windows at once, each of which displaces its own questions alone', async () => {
    const hours = Array.from({ length: 20 }, (_, hour) => hour);
    const scrub = (client: typeof window) =>
      hours.map(hour =>
        codeOf(
          client.moments.moment({ ...moment, atMs: moment.atMs + hour * 3_600_000, cadences }),
        ),
      );
    const [mine, theirs] = [scrub(window), scrub(openWindow())];
    for (const codes of [await Promise.all(mine), await Promise.all(theirs)]) {
      expect(codes.at(-1)).toBe('answered');
      expect(codes.filter(code => code === 'CANCELLED').length).toBeGreaterThan(0);
    }
  });

  it('shows a list of what if as it shows a retrieved one', async () => {
    const timeline = await window.datasets.timeline({ dataset: 'world', user: moment.user });
    const k = 50;
    const { columns } = await window.moments.retrieve({ ...moment, cadences: ['realtime'], k });
    const pins = columns[0]?.pins ?? [];
    expect(pins).toHaveLength(k);
    const acted = timeline.atMs.findLastIndex(at => at < moment.atMs);
    const visited = new Set(timeline.pin.subarray(0, acted + 1));
    expect(pins.map(each => each.visited)).toEqual(pins.map(({ pin }) => visited.has(pin)));
    const change = { kind: 'drop', action: acted } as const;
    const { before, after } = await window.moments.whatIf({ ...moment, changes: [change], k });
    expect(before).toEqual(pins);
    for (const { rank: _, score: __, distance: ___, ...facts } of after) {
      const same = pins.find(({ pin }) => pin === facts.pin);
      if (same) expect(same).toMatchObject(facts);
    }
  });

  it('gives as many users as are asked for, page after page', async () => {
    const list = (offset: number, limit: number) =>
      window.moments.users({ run: RUN, sort: 'user', offset, limit });
    const all = await list(0, 1000);
    expect(all.rows).toHaveLength(Math.min(1000, all.total));
    expect(all.total).toBeGreaterThan(500);
    expect((await list(7, 600)).rows).toEqual(all.rows.slice(7, 607));
  });

  it('finds the pins near a pin, closest first and without itself', async () => {
    const asked = { run: RUN, pin: 3, channel: 'near' };
    const near = await window.moments.nearPins({ ...asked, k: 12 });
    expect(near.pin).toEqual((await window.datasets.pins({ dataset: 'world', pins: [3] }))[0]);
    expect(near.pins.map(({ rank }) => rank)).toEqual(near.pins.map((_, slot) => slot + 1));
    expect(near.pins.map(({ pin }) => pin)).not.toContain(3);
    const distances = near.pins.map(({ distance }) => distance ?? Number.NaN);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    // Nearness is mutual: 3 stands at the same distance from its nearest.
    const [nearest] = near.pins;
    const back = await window.moments.nearPins({ ...asked, pin: nearest?.pin ?? 0, k: 200 });
    const self = back.pins.find(({ pin }) => pin === 3);
    if (self) expect(self.distance).toBeCloseTo(nearest?.distance ?? Number.NaN, 4);
    else expect(back.pins.at(-1)?.score).toBeGreaterThanOrEqual(nearest?.score ?? 1);
    expect(await codeOf(window.moments.nearPins({ ...asked, pin: 10_000_000, k: 2 }))).toBe(
      'BAD_INPUT',
    );
  });

  it('finds the users near a user, as both were on a whole day from t', async () => {
    const before = { ...moment, atMs: 0 };
    const { trainedUntilMs } = await window.moments.moment({ ...before, cadences });
    // Just after the actions of t + 1 d: the user and the others have read up to the same time.
    const atMs = trainedUntilMs + DAY_MS + 1;
    const near = await window.moments.nearUsers({ ...moment, atMs, k: 5 });
    expect(near.othersSeenUntilMs).toBe(atMs);
    expect(near.users).toHaveLength(5);
    expect(near.users.map(({ user }) => user)).not.toContain(moment.user);
    expect(near.compared).toBeLessThan(near.allUsers);
    const [nearest] = near.users;
    const back = await window.moments.nearUsers({
      ...moment,
      user: nearest?.user ?? '',
      atMs,
      k: 200,
    });
    const self = back.users.find(({ user }) => user === moment.user);
    if (self) expect(self.score).toBeCloseTo(nearest?.score ?? Number.NaN, 4);
    else expect(back.users.at(-1)?.score).toBeGreaterThanOrEqual(nearest?.score ?? 1);
    expect((await window.moments.nearUsers({ ...before, k: 5 })).users).toEqual([]);
  });

  it('has no attention of a layer or head that it has not', async () => {
    const ask = (layer: number | null, head: number | null) =>
      codeOf(window.moments.attention({ ...moment, layer, head }));
    expect(await ask(0, 1)).toBe('answered');
    expect(await ask(1, null)).toBe('BAD_INPUT');
    expect(await ask(null, 2)).toBe('BAD_INPUT');
  });
});
