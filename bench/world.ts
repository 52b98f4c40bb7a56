/**
 * A synthetic world of 10 M actions: actions a second played and written as a data set, peak memory,
 * and the time to open it and read one timeline. Parameters: --quick (a tenth of the users).
 */
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../src-main/data/dataset.js';
import { openWorkspace } from '../src-main/data/workspace.js';
import { buildCatalogue } from '../src-main/data/world/catalogue.js';
import { worldConfig, worldSizes } from '../src-main/data/world/config.js';
import { streamWorld } from '../src-main/data/world/stream-world.js';
import { generateWorld } from '../src-main/data/world.js';
import { type Cell, report } from './support/report.js';

const quick = process.argv.includes('--quick');
const config = worldConfig(
  { users: Math.round(worldSizes.large.users * (quick ? 0.1 : 1)) },
  'large',
);

const secondsSince = (start: number) => (performance.now() - start) / 1e3;
const peakGB = () => (process.resourceUsage().maxRSS * 1024) / 1e9;
const rows: Cell[][] = [];

let start = performance.now();
const catalogue = buildCatalogue(config);
rows.push([
  'catalogue',
  config.pins,
  secondsSince(start),
  config.pins / secondsSince(start),
  peakGB(),
]);

start = performance.now();
let played = 0;
for (const chunk of streamWorld(config, catalogue)) played += chunk.actionCount;
rows.push(['play', played, secondsSince(start), played / secondsSince(start), peakGB()]);

const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-bench-'));
try {
  const workspace = await openWorkspace(folder, { create: true, access: 'write' });
  start = performance.now();
  const written = await generateWorld(workspace, 'world', config);
  const seconds = secondsSince(start);
  rows.push(['play and write', written.actions, seconds, written.actions / seconds, peakGB()]);

  start = performance.now();
  const dataset = await openDataset(workspace, 'world');
  const timeline = dataset.readTimeline(dataset.timelines.userCount >> 1);
  const opening = secondsSince(start);
  rows.push([
    'open, read a timeline',
    timeline.pin.length,
    opening,
    timeline.pin.length / opening,
    peakGB(),
  ]);
  await workspace.close();
} finally {
  await fs.rm(folder, { recursive: true, force: true });
}

report('world', [
  {
    title: `A world of ${config.users} users and ${config.pins} pins, E = ${config.embeddingWidth}`,
    columns: ['stage', 'actions or pins', 'seconds', 'a second', 'peak GB so far'],
    rows,
    notes: ['Targets: peak below 2 GB at 10 M actions; opening and one timeline below 0.3 s.'],
  },
]);
