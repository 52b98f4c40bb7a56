/**
 * The once / daily / realtime table of real data sets: import, train both objectives, simulate on the test
 * users, all through the command; once with users that training has not met (hashed), once with everyone's
 * past trained on (shared). Parameters: --datasets gowalla,movielens,deskdrop --users hashed,shared
 * --real-data FOLDER --workspace DIR (kept; else a temporary one) --threads N. Its Markdown is also kept in
 * out/bench/real-data.md.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportDocument, TrainDocument } from '../src-main/cli/json-documents.js';
import type { Estimate } from '../src-main/evaluate/bootstrap.js';
import type { SimulationReport } from '../src-main/simulate/report.js';
import { commandJson } from './support/command.js';
import { describeMachine, machineLine } from './support/machine.js';
import { type BenchTable, markdown, report } from './support/report.js';

interface RealDataset {
  readonly name: string;
  readonly file: string;
  /** Split; the one that `profile` proposes when absent. */
  readonly at?: string;
  readonly seed: number;
  readonly settings: readonly string[];
}

const DATASETS: readonly RealDataset[] = [
  { name: 'gowalla', file: 'gowalla-nyc/gowalla_events.csv.gz', seed: 1, settings: [] },
  {
    name: 'movielens',
    file: 'ml-1m/ratings.dat.gz',
    seed: 1,
    // Chosen on validation users: .041 against .027 without.
    settings: ['pinIdentityWidth=64'],
  },
  { name: 'deskdrop', file: 'deskdrop/interactions.csv.gz', seed: 1, settings: [] },
];
const USERS = ['hashed', 'shared'] as const;
const OBJECTIVES = { denseAllAction: 'dense', sasrec: 'sasrec' } as const;

const { values: given } = parseArgs({
  options: {
    datasets: { type: 'string', default: DATASETS.map(({ name }) => name).join(',') },
    users: { type: 'string', default: USERS.join(',') },
    threads: { type: 'string', default: '2' },
    workspace: { type: 'string' },
    'real-data': {
      type: 'string',
      default: process.env.PINNERFORMER_REAL_DATA ?? '../shared/data',
    },
  },
});
const workspace = given.workspace ?? mkdtempSync(join(tmpdir(), 'pinnerformer-real-data-'));
const tables: BenchTable[] = [];
try {
  for (const dataset of DATASETS.filter(({ name }) => given.datasets.split(',').includes(name))) {
    const file = join(given['real-data'], dataset.file);
    if (existsSync(file))
      for (const users of USERS.filter(rule => given.users.split(',').includes(rule)))
        tables.push(...(await measure(dataset, file, users)));
    else console.log(`${dataset.name} is left out: there is no ${file}.`);
  }
} finally {
  if (given.workspace === undefined) rmSync(workspace, { recursive: true, force: true });
}
const machine = describeMachine();
report('real-data', tables, machine);
mkdirSync(join('out', 'bench'), { recursive: true });
writeFileSync(
  join('out', 'bench', 'real-data.md'),
  `${machineLine(machine)}\n\n${tables.map(markdown).join('\n\n')}\n`,
);

async function measure(
  dataset: RealDataset,
  file: string,
  users: (typeof USERS)[number],
): Promise<BenchTable[]> {
  const { name, at, seed } = dataset;
  const isShared = users === 'shared';
  const settings = [...dataset.settings, ...(isShared ? ['users=shared'] : [])];
  const runOf = (short: string) => `${name}-${short}${isShared ? '-shared' : ''}`;
  const title = isShared ? `${name}, users shared` : name;
  const place = ['--workspace', workspace];
  const imported = await commandJson<ImportDocument>([
    'import',
    file,
    '--dataset',
    name,
    '--as',
    name,
    ...place,
  ]);
  const trainings: BenchTable['rows'][number][] = [];
  const commands = [`pinnerformer import ${file.split('/').pop()} --dataset ${name} --as ${name}`];
  for (const [objective, short] of Object.entries(OBJECTIVES)) {
    const args = [
      'train',
      ...['--dataset', name, '--run', runOf(short), '--preset', 'modest'],
      ...['--objective', objective, '--seed', String(seed), '--threads', given.threads],
      ...(at === undefined ? [] : ['--at', at]),
      ...(settings.length === 0 ? [] : ['--set', ...settings]),
    ];
    commands.push(`pinnerformer ${args.join(' ')}`);
    const { document, seconds } = await commandJson<TrainDocument>([...args, ...place]);
    const chosen = document.validation;
    trainings.push([
      document.run,
      document.steps,
      seconds.toFixed(0),
      recall(chosen?.recallAt10.all),
      recall(chosen?.recallAt10.new),
      document.checkpointSha256.slice(0, 12),
    ]);
  }
  const simulate = [
    'simulate',
    '--run',
    ...Object.values(OBJECTIVES).map(runOf),
    ...['--cadences', 'once,daily,realtime', '--users', 'test', '--threads', given.threads],
  ];
  commands.push(`pinnerformer ${simulate.join(' ')}`);
  const simulated = await commandJson<SimulationReport>([...simulate, ...place]);
  const { users: people, pins, actions, positives } = imported.document;
  return [
    {
      title: `${title}: training`,
      columns: [
        'run',
        'steps',
        'seconds',
        'validation recall@10, all',
        'new',
        'sha256 of checkpoint',
      ],
      rows: trainings,
      notes: [
        `${people} users, ${pins} pins, ${actions} actions, ${positives} positive${isShared ? '' : `; imported in ${imported.seconds.toFixed(1)} s`}. Seconds hold selection, validation and the training up to t.`,
        '',
        '```sh',
        ...commands,
        '```',
      ],
    },
    recallTable(title, simulated.document),
    differenceTable(title, simulated.document),
    claimTable(title, simulated.document),
  ];
}

function recallTable(name: string, { rows, baselines, frame }: SimulationReport): BenchTable {
  const cells = (of: SimulationReport['rows'][number]['recallAt10']) => [
    interval(of.all),
    interval(of.new),
    interval(of.repeat),
  ];
  return {
    title: `${name}: recall@10 on ${frame.users} test users, ${frame.targets} targets in the 14 days after ${new Date(frame.atMs).toISOString().slice(0, 10)}`,
    columns: ['run or baseline', 'cadence', 'all [95 %]', 'new', 'repeat', 'coverage', 'entropy'],
    rows: [
      ...rows.map(row => [
        row.run,
        row.cadence,
        ...cells(row.recallAt10),
        figure(row.coverageP90At10, 4),
        figure(row.interestEntropyAt50, 2),
      ]),
      ...baselines.map(row => [row.name, row.cadence ?? '', ...cells(row.recallAt10), '', '']),
    ],
    notes: [
      `${frame.newTargets} targets are new to the user; ${(100 * frame.unknownTargets).toFixed(0)} % of the targets had no features at t and are misses. Index: ${frame.index.pins} pins, which bounds P90 coverage@10 at ${figure(frame.index.coverageBound, 4)}.`,
    ],
  };
}

/** What a fresher cadence adds, and what the runs add to two baselines. */
function differenceTable(name: string, simulated: SimulationReport): BenchTable {
  const { differences, runDifferences, baselineDifferences } = simulated;
  const asked = (entry: { against: string; on: string }) =>
    (entry.against === 'popularity' && entry.on === 'all') ||
    (entry.against.startsWith('mean of last') && entry.on === 'new');
  return {
    title: `${name}: paired differences of recall@10`,
    columns: ['what', 'on', 'difference [95 %]'],
    rows: [
      ...differences.map(({ run, from, to, on, ...value }) => [
        `${run}: ${to} − ${from}`,
        on,
        interval(value),
      ]),
      ...runDifferences.map(({ run, against, cadence, on, ...value }) => [
        `${cadence}: ${run} − ${against}`,
        on,
        interval(value),
      ]),
      ...baselineDifferences
        .filter(asked)
        .map(({ run, against, cadence, on, ...value }) => [
          `${cadence}: ${run} − ${against}`,
          on,
          interval(value),
        ]),
    ],
  };
}

function claimTable(name: string, { claims }: SimulationReport): BenchTable {
  return {
    title: `${name}: orderings`,
    columns: ['claim', 'verdict', 'why'],
    rows: claims.map(({ claim, verdict, why }) => [claim, verdict, why]),
  };
}

function recall(value: number | null | undefined): string {
  return figure(value, 3);
}

/** A figure that does not exist is null in JSON. */
function figure(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

function interval({ value, low, high }: Estimate): string {
  return `${figure(value, 3)} [${figure(low, 3)}, ${figure(high, 3)}]`;
}
