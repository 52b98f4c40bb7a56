/**
 * Import of MovieLens 1M (where its folder is, see PINNERFORMER_REAL_DATA) and of 10 M synthetic
 * actions in Parquet: seconds, rows a second and peak memory; then opening that data set and reading
 * one timeline. Each import runs in a process of its own. Parameters: --quick (a tenth of the rows).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../src-main/data/dataset.js';
import { DuckDb, sqlText } from '../src-main/data/duckdb.js';
import { importActions } from '../src-main/data/import.js';
import { openWorkspace } from '../src-main/data/workspace.js';
import { type Cell, report } from './support/report.js';

const USERS = 200_000;
const PINS = 500_000;

interface Measured {
  readonly actions: number;
  readonly seconds: number;
  readonly peakGB: number;
}

const [role, folder = '', input = '', preset] = process.argv.slice(2);
const secondsSince = (start: number) => (performance.now() - start) / 1e3;
const peakGB = () => (process.resourceUsage().maxRSS * 1024) / 1e9;

/** Runs this file again in another role; its last line is JSON. */
function inChild<T>(...parameters: string[]): T {
  const script = process.argv[1] ?? '';
  const output = execFileSync(process.execPath, [script, ...parameters], { encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').pop() ?? '') as T;
}

/** Actions in time order, users and pins with a heavy tail. */
async function writeParquet(path: string, rows: number): Promise<void> {
  const db = await DuckDb.open();
  const draw = (salt: number) => `(hash(i + ${salt}) % 1000003) / 1000003.0`;
  await db.run(`COPY (
    SELECT 'user-' || floor(${USERS} * pow(${draw(0)}, 1.5))::INT AS "user",
      floor(${PINS} * pow(${draw(1_000_000_007)}, 2))::INT AS pin,
      make_timestamp_ms(1600000000000 + i * 3000) AS "at",
      ['save', 'click', 'closeup', 'hide'][1 + (hash(i + 5) % 4)::INT] AS "type",
      ['homefeed', 'search', 'related'][1 + (hash(i + 6) % 3)::INT] AS surface,
      (60 * ${draw(7)})::FLOAT AS durationSeconds
    FROM range(${rows}) t(i)) TO ${sqlText(path)} (FORMAT parquet)`);
  db.close();
}

async function measureImport(): Promise<Measured> {
  const workspace = await openWorkspace(folder, { create: true, access: 'write' });
  const start = performance.now();
  const { actions } = await importActions(workspace, {
    dataset: 'bench',
    files: [input],
    ...(preset
      ? { as: preset }
      : { mapping: { positive: 'type = save or (type in (click, closeup) and duration > 10)' } }),
  });
  const seconds = secondsSince(start);
  await workspace.close();
  return { actions, seconds, peakGB: peakGB() };
}

async function measureOpening(): Promise<Measured> {
  const workspace = await openWorkspace(folder);
  const start = performance.now();
  const dataset = await openDataset(workspace, 'bench');
  const timeline = dataset.readTimeline(dataset.timelines.userCount >> 1);
  return { actions: timeline.pin.length, seconds: secondsSince(start), peakGB: peakGB() };
}

async function compare(quick: boolean): Promise<void> {
  const scratch = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-bench-'));
  const rows: Cell[][] = [];
  const row = (name: string, { actions, seconds, peakGB: peak }: Measured, target: string) =>
    rows.push([name, actions, seconds, actions / seconds, peak, target]);
  try {
    const realData = process.env.PINNERFORMER_REAL_DATA ?? '../shared/data';
    const ratings = join(realData, 'ml-1m/ratings.dat.gz');
    if (existsSync(ratings))
      row(
        'import MovieLens 1M',
        inChild('--import', join(scratch, 'ml'), ratings, 'movielens'),
        '10 s',
      );
    else console.log(`MovieLens is left out: ${ratings} is not there.`);
    const parquet = join(scratch, 'actions.parquet');
    inChild('--write', parquet, String(quick ? 1e6 : 1e7));
    const studio = join(scratch, 'synthetic');
    row('import Parquet', inChild('--import', studio, parquet), '120 s, 2 GB');
    row('open, read a timeline', inChild('--open', studio), '0.3 s');
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
  report('import', [
    {
      title: 'Import and opening',
      columns: ['', 'actions', 'seconds', 'actions a second', 'peak GB', 'target'],
      rows,
    },
  ]);
}

if (role === '--import') console.log(JSON.stringify(await measureImport()));
else if (role === '--open') console.log(JSON.stringify(await measureOpening()));
else if (role === '--write') {
  await writeParquet(folder, Number(input));
  console.log('{}');
} else await compare(process.argv.includes('--quick'));
