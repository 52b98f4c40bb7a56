import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from '../../src-main/contract/api.js';
import type { CellView, NotebookEvent } from '../../src-main/contract/notebook.js';
import type { CellOutputs } from '../../src-main/contract/outputs.js';
import { connect } from '../../src-main/rpc/client.js';
import { inMemoryPorts } from '../../src-main/rpc/ports/in-memory.js';
import { createServedEngine, type ServedEngine } from '../../src-main/services/served-engine.js';
import { temporaryFolder } from './cli-process.js';

const NOTEBOOK = `# A small world

\`\`\`world #world
size: tiny
\`\`\`

\`\`\`profile #data
dataset: $world
\`\`\`

\`\`\`train #dense
dataset: $world
preset: tiny
set:
  steps: 20
  validation.enabled: false
  optimizer.warmupSteps: 5
\`\`\`

\`\`\`simulate #cadences
runs: [$dense]
users: test
\`\`\`

\`\`\`users #who
run: $dense
users: test
\`\`\`

\`\`\`diversity #spread
runs: [$dense]
users: test
\`\`\`

\`\`\`map #plane
run: $dense
\`\`\`

\`\`\`sql #count
SELECT count(*) AS actions FROM actions
\`\`\`

\`\`\`timeline #life
run: $dense
\`\`\`
`;

let folder = '';
let engine: ServedEngine;

/** A window on the engine, which keeps the cells as it is told of them. */
function openWindow() {
  const [here, there] = inMemoryPorts();
  engine.serveEngine(there);
  const client = connect(api, here);
  const cells = new Map<string, CellView>();
  const take = (event: NotebookEvent) => {
    const changed = event.type === 'opened' ? event.notebook.cells : event.cells;
    for (const cell of changed) cells.set(cell.id, cell);
  };
  const named = (name: string) => {
    const cell = [...cells.values()].find(each => each.name === name);
    if (!cell) throw new Error(`no cell #${name}`);
    return cell;
  };
  const until = async (holds: () => boolean) => {
    for (let waited = 0; !holds(); waited += 100) {
      if (waited > 90_000)
        throw new Error(
          JSON.stringify([...cells.values()].map(({ name, state }) => [name, state])),
        );
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };
  const output = async <K extends keyof CellOutputs>(name: string, _: K) =>
    (await client.notebooks.output({ notebook: 'small', cell: named(name).id }))
      .value as CellOutputs[K];
  client.notebooks.open({ name: 'small' }, take);
  return { client, cells, named, until, output };
}

beforeAll(async () => {
  folder = temporaryFolder();
  await fs.mkdir(join(folder, 'notebooks'), { recursive: true });
  await fs.writeFile(join(folder, 'notebooks', 'small.md'), NOTEBOOK);
  await fs.writeFile(
    join(folder, 'workspace.json'),
    JSON.stringify({ format: 'pinnerformer-workspace', version: 1 }),
  );
  engine = createServedEngine({ workspaceFolder: folder, shell: 'web', versions: [] });
});

afterAll(() => engine.close());

it('a notebook runs from a world to its analysis, and shows the same when it is opened again', async () => {
  const { client, cells, named, until, output } = openWindow();
  await until(() => cells.size > 0);
  await client.notebooks.run({ notebook: 'small', what: 'all' });
  await until(() =>
    [...cells.values()].every(({ kind, state }) => kind === 'prose' || state.status === 'done'),
  );
  const world = await output('world', 'world');
  expect((await output('count', 'sql')).rows).toEqual([[world.actions]]);
  const { report, perUser } = await output('cadences', 'simulate');
  const [once] = report.rows;
  const [cell] = perUser.cells;
  const recalls = [...(cell?.all ?? [])];
  const mean = recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
  expect(mean).toBeCloseTo(once?.recallAt10.all.value ?? Number.NaN, 6);
  const map = await output('plane', 'map');
  expect(map.points).toHaveLength(2 * (map.pins + map.users.length));
  const spread = await output('spread', 'diversity');
  expect(spread.rows[0]?.curve.share.at(-1)).toBeCloseTo(1, 12);

  for (const name of ['dense', 'cadences', 'who', 'spread', 'plane', 'life'])
    expect(named(name).state, name).toMatchObject({
      provenance: {
        runs: [
          {
            run: expect.stringMatching(/^dense-/),
            checkpointSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
        ],
        dataset: { name: 'world', contentHash: world.contentHash },
      },
    });
  for (const name of ['dense', 'cadences', 'plane'])
    expect(named(name).state, name).toMatchObject({
      provenance: { device: { threads: expect.any(Number) } },
    });
  expect(named('count').state).toMatchObject({
    provenance: { dataset: { name: 'world', contentHash: world.contentHash } },
  });

  const { run } = await output('life', 'timeline');
  const [user] = (await client.moments.users({ run })).rows;
  const moment = { run, user: user?.user ?? '', atMs: (user?.lastAtMs ?? 0) + 1, channel: 'test' };
  const attention = await client.moments.attention({ ...moment, layer: 0, head: 0 });
  const count = attention.sequence.length;
  const newest = attention.newest.subarray(0, count).reduce((sum, weight) => sum + weight, 0);
  expect(newest).toBeCloseTo(1, 4);
  const cadences = ['once', 'daily', 'realtime'];
  const { columns } = await client.moments.retrieve({ ...moment, cadences, k: 5 });
  expect(columns.map(({ pins }) => pins.length)).toEqual([5, 5, 5]);

  const before = named('cadences').state;
  await engine.close();
  engine = createServedEngine({ workspaceFolder: folder, shell: 'web', versions: [] });
  const again = openWindow();
  await again.until(() => again.cells.size > 0);
  expect(again.named('cadences').state).toMatchObject({
    status: 'done',
    key: 'key' in before ? before.key : '',
  });
  expect((await again.output('cadences', 'simulate')).report.rows).toEqual(report.rows);

  const cellId = again.named('dense').id;
  const edit = {
    kind: 'settings' as const,
    cells: [cellId],
    settings: [{ path: ['seed'], value: 2 }],
  };
  await again.client.notebooks.edit({ notebook: 'small', edit });
  await again.until(() => again.named('dense').state.status === 'stale');
  expect(again.named('dense').state).toMatchObject({ because: [expect.stringContaining('seed')] });
  expect(again.named('dense').source).toContain('seed: 2');
}, 200_000);
