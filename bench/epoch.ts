/**
 * Users a second over a whole epoch at M = 256, real lengths, beside a plain padded PyTorch loop on the
 * same sequences, positions and positives. Parameters: --datasets movielens,gowalla --threads N
 * --preset tiny --slice N (batches a turn) --real-data FOLDER.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../src-main/compute/devices.js';
import { openDataset } from '../src-main/data/dataset.js';
import { importActions } from '../src-main/data/import.js';
import { chooseSplit, proposedSplitMs } from '../src-main/data/split.js';
import { openWorkspace } from '../src-main/data/workspace.js';
import { optimizerInputs } from '../src-main/model/optimizer.js';
import { makeDrafter } from '../src-main/train/batch-maker.js';
import { openBatchSource } from '../src-main/train/batch-source.js';
import { parseTrainConfig, type TrainConfig } from '../src-main/train/config.js';
import { type PhaseSetup, setUpPhase } from '../src-main/train/phase-setup.js';
import { overlay, type PresetName, presets } from '../src-main/train/presets.js';
import { openTrainState } from '../src-main/train/train-state.js';
import { describeMachine } from './support/machine.js';
import { Peer } from './support/peer.js';
import { type BenchTable, type Cell, report } from './support/report.js';

const PYTHON = 'bench/peers/.venv/bin/python';
const LENGTH = 256;

const { values: given } = parseArgs({
  options: {
    datasets: { type: 'string', default: 'movielens,gowalla' },
    threads: { type: 'string', default: '2' },
    preset: { type: 'string', default: 'tiny' },
    slice: { type: 'string', default: '4' },
    'real-data': {
      type: 'string',
      default: process.env.PINNERFORMER_REAL_DATA ?? '../shared/data',
    },
  },
});
const threads = Number(given.threads);
const files: Record<string, string> = {
  movielens: 'ml-1m/ratings.dat.gz',
  gowalla: 'gowalla-nyc/gowalla_events.csv.gz',
  deskdrop: 'deskdrop/interactions.csv.gz',
};

/** Milliseconds that a side takes for its next `batches` batches. */
interface Side {
  readonly name: string;
  take(batches: number): Promise<number>;
  stop(): Promise<void>;
}

const tables: BenchTable[] = [];
for (const name of given.datasets.split(',')) {
  const file = join(given['real-data'], files[name] ?? name);
  if (existsSync(file)) tables.push(await benchDataset(name, file));
  else console.log(`${name} is left out: there is no ${file}.`);
}
report('epoch', tables, describeMachine());

async function benchDataset(name: string, file: string): Promise<BenchTable> {
  const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-epoch-'));
  try {
    const workspace = await openWorkspace(folder, { create: true, access: 'write' });
    await importActions(workspace, { dataset: name, files: [file], as: name });
    const dataset = await openDataset(workspace, name);
    const config = parseTrainConfig(
      overlay(presets[given.preset as PresetName], {
        model: { sequenceLength: LENGTH },
        sampling: { sequencesPerUser: 1 },
        batchUsers: 64,
      }),
    );
    const untilMs = proposedSplitMs(dataset);
    const { split } = chooseSplit(dataset.userIds, dataset.timelines, config.splitSeed, untilMs);
    const setup = await setUpPhase({
      dataset,
      config,
      seed: 1,
      phase: 'final',
      folder: join(folder, 'phase'),
      untilMs,
      split,
    });
    await workspace.close();
    return await race(name, config, setup, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function race(
  name: string,
  config: TrainConfig,
  setup: PhaseSetup,
  folder: string,
): Promise<BenchTable> {
  const { epochLength } = makeDrafter(setup.task, 'train');
  const batches = Math.floor(epochLength / config.batchUsers);
  const tokens = writeEpoch(join(folder, 'epoch.json'), setup, batches);
  const sides: Side[] = [await ours(setup, batches)];
  if (existsSync(PYTHON)) sides.push(await pytorch(join(folder, 'epoch.json')));
  else console.log('PyTorch is left out: bench/peers/setup.sh has not been run.');
  const totals = sides.map(() => 0);
  const turns: number[][] = sides.map(() => []);
  try {
    for (let done = 0; done < batches; ) {
      const turn = Math.min(Number(given.slice), batches - done);
      for (const [index, side] of sides.entries()) {
        const milliseconds = await side.take(turn);
        totals[index]! += milliseconds;
        turns[index]!.push(milliseconds);
      }
      done += turn;
    }
  } finally {
    for (const side of sides) await side.stop();
  }
  const users = batches * config.batchUsers;
  const ratios = turns[0]!
    .map((own, turn) => (turns[1]?.[turn] ?? own) / own)
    .sort((a, b) => a - b);
  return {
    title: `${name}: one epoch of ${users} sequences, M ${LENGTH}, ${given.preset}, fp32, ${threads} threads`,
    columns: ['', 'seconds', 'users a second', 'actions a second'],
    rows: sides.map((side, index): Cell[] => [
      side.name,
      totals[index]! / 1e3,
      users / (totals[index]! / 1e3),
      tokens / (totals[index]! / 1e3),
    ]),
    notes: [
      `Sequences hold ${(tokens / users).toFixed(1)} actions on average; both sides take the same batches in turns of ${given.slice}.`,
      ...(sides.length > 1
        ? [
            `Ours is ${(totals[1]! / totals[0]!).toFixed(2)} x PyTorch over the epoch, [${ratios[0]!.toFixed(2)}, ${ratios.at(-1)!.toFixed(2)}] by turn (target 1.5).`,
          ]
        : []),
    ],
  };
}

/** The trainer's own loop: one batch worker, length groups, distinct pins. Two epochs' worth is made. */
async function ours(setup: PhaseSetup, batches: number): Promise<Side> {
  const device = await openDevice('cpu', { threads });
  const { optimizer } = setup.task.config;
  const state = await openTrainState(device, setup, optimizer, undefined);
  const source = openBatchSource(setup.task, { firstStep: 0, endStep: batches, workers: 1 });
  // Programs are built before the clock starts, as PyTorch's first pass is made before it.
  for (let plan = 0; plan + 1 < setup.task.plans.length; plan++) await state.programFor(plan);
  let step = 0;
  return {
    name: 'ours',
    async take(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) {
        const batch = await source.next();
        const program = await state.programFor(batch.plan);
        step += 1;
        const scalars = optimizerInputs(optimizer, optimizer.learningRate, step);
        await program.run(state.state, batch.parts, scalars);
      }
      return performance.now() - start;
    },
    async stop() {
      await source.dispose();
      state.dispose();
      await device.dispose();
    },
  };
}

async function pytorch(path: string): Promise<Side> {
  const { peer } = await Peer.start(PYTHON, ['bench/peers/epoch.py', path, String(threads)]);
  return {
    name: 'plain PyTorch, padded',
    async take(count) {
      const answer = (await peer.ask(String(count))) as { milliseconds: number };
      return answer.milliseconds;
    },
    stop: () => peer.stop(),
  };
}

/** What PyTorch trains on: the same timelines, pins and drawn batches. Returns the epoch's actions. */
function writeEpoch(path: string, setup: PhaseSetup, batches: number): number {
  const { task } = setup;
  const { config, timelines, pins } = task;
  const drafter = makeDrafter(task, 'train');
  let tokens = 0;
  const drawn = Array.from({ length: batches }, (_, step) => {
    const { user, start, end, rowSequence, rowAction, rowPin } = drafter.draw(step);
    end.forEach((last, i) => {
      tokens += last - start[i]!;
    });
    return [user, start, end, rowSequence, rowAction, rowPin].map(column => [...column]);
  });
  const { hidden, layers, heads, dimension } = config.model;
  writeFileSync(
    path,
    JSON.stringify({
      model: { hidden, layers, heads, dimension, length: LENGTH },
      random: config.negatives.random,
      learningRate: config.optimizer.learningRate,
      width: pins.width,
      pin: [...timelines.pin],
      atMs: [...timelines.atMs],
      pins: [...pins.values],
      corpus: [...task.corpus],
      draws: [...(task.drawCounts ?? [])],
      batches: drawn,
    }),
  );
  return tokens;
}
