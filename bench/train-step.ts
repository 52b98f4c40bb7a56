/**
 * The fp32 train step beside PyTorch's, eager and compiled, on the same model, batch and start.
 * Parameters: --presets tiny,small,base --threads 1,2 --users N (of a batch), --pieces N (of a lane),
 * --rounds N, --bfloat16.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDevice } from '../src-main/compute/devices.js';
import { openLanes } from '../src-main/compute/lanes/open-lanes.js';
import type { BatchPlan } from '../src-main/model/batch-layout.js';
import { DEFAULT_OPTIMIZER, optimizerInputs } from '../src-main/model/optimizer.js';
import { packState } from '../src-main/model/state-layout.js';
import { initialState, trainStep } from '../src-main/model/train-step.js';
import { lanesFor, piecesFor } from '../src-main/train/batch-parts.js';
import { parseTrainConfig } from '../src-main/train/config.js';
import { type PresetName, presets } from '../src-main/train/presets.js';
import { interleave, ratioTo, type Timing } from './support/interleave.js';
import { describeMachine } from './support/machine.js';
import { Peer, peerContender } from './support/peer.js';
import { type BenchTable, type Cell, report } from './support/report.js';
import {
  CLIP_NORM,
  fixtureParts,
  LEARNING_RATE,
  makeFixture,
  readFixture,
  writeFixture,
} from './support/train-step-fixture.js';

const PYTHON = 'bench/peers/.venv/bin/python';
/** A quarter of the preset's batch: at 128 users one step of `base` takes some ten seconds. */
const BASE_USERS = 32;

const { values: given } = parseArgs({
  options: {
    presets: { type: 'string', default: 'tiny,small,base' },
    threads: { type: 'string', default: '1,2' },
    users: { type: 'string' },
    pieces: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    bfloat16: { type: 'boolean', default: false },
    only: { type: 'string' },
    worker: { type: 'string' },
    inspect: { type: 'string' },
  },
});

if (given.worker !== undefined) await work(given.worker, Number(given.threads));
else await compare();

interface Ready {
  readonly losses: readonly number[];
  readonly readySeconds: number;
}

interface Side {
  readonly name: string;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly fp32: boolean;
}

async function compare(): Promise<void> {
  const machine = describeMachine();
  const tables: BenchTable[] = [];
  for (const preset of given.presets.split(',') as PresetName[])
    for (const threads of given.threads.split(',').map(Number))
      tables.push(await comparePreset(preset, threads));
  report('train-step', tables, machine);
}

async function comparePreset(preset: PresetName, threads: number): Promise<BenchTable> {
  const config = parseTrainConfig(presets[preset]);
  const users = Number(given.users ?? (preset === 'base' ? BASE_USERS : config.batchUsers));
  const fixture = makeFixture(config.model, {
    users,
    queries: Math.min(config.sampling.positivesPerSequence, config.model.sequenceLength),
    randomNegatives: config.negatives.random,
    embeddingWidth: 256,
  });
  const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-train-step-'));
  try {
    writeFixture(folder, fixture);
    const { plan } = fixture;
    const title = `Train step, ${preset}, fp32, ${threads} thread${threads > 1 ? 's' : ''}: ${users} users, M ${config.model.sequenceLength}, ${plan.rows} rows, pool ${plan.poolPins}`;
    return await compareSides(title, sides(folder, threads));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sides(folder: string, threads: number): Side[] {
  const own = ['--worker', folder, '--threads', String(threads)];
  if (given.inspect) own.push('--inspect', given.inspect);
  if (given.pieces) own.push('--pieces', given.pieces);
  const python = (mode: string, precision: string) => ({
    command: PYTHON,
    parameters: ['bench/peers/train_step.py', folder, String(threads), mode, precision],
    fp32: precision === 'float32',
  });
  const all: Side[] = [
    {
      name: 'ours',
      command: process.execPath,
      parameters: [fileURLToPath(import.meta.url), ...own],
      fp32: true,
    },
  ];
  if (existsSync(PYTHON)) {
    all.push({ name: 'PyTorch eager', ...python('eager', 'float32') });
    all.push({ name: 'PyTorch compiled', ...python('compile', 'float32') });
    if (given.bfloat16) {
      all.push({ name: 'PyTorch eager, bf16', ...python('eager', 'bfloat16') });
      all.push({ name: 'PyTorch compiled, bf16', ...python('compile', 'bfloat16') });
    }
  } else console.log('PyTorch is left out: bench/peers/setup.sh has not been run.');
  return given.only ? all.filter(side => given.only?.split(',').includes(side.name)) : all;
}

async function compareSides(title: string, contenders: readonly Side[]): Promise<BenchTable> {
  const running: { side: Side; peer: Peer; ready: Ready }[] = [];
  try {
    for (const side of contenders) {
      const { peer, ready } = await Peer.start(side.command, side.parameters);
      running.push({ side, peer, ready: ready as Ready });
      console.log(`${side.name}: ${JSON.stringify(ready)}`);
    }
    checkLosses(running);
    const peers = running.map(({ side, peer }) => peerContender(side.name, peer));
    const timings = await interleave(peers, {
      rounds: Number(given.rounds),
      sliceSeconds: Number(given.seconds),
      onNote: line => console.log(line),
    });
    const ours = timings[0];
    const rows = timings.map((timing, index): Cell[] => [
      timing.name,
      timing.medianMilliseconds,
      ours ? ratioText(timing, ours) : '',
      peers[index]?.peakMemoryMB ?? Number.NaN,
      running[index]?.ready.readySeconds ?? Number.NaN,
      timing.otherLoad,
    ]);
    return {
      title,
      columns: ['', 'ms a step', 'ours / it [range]', 'peak MB', 'ready s', 'other load'],
      rows,
      notes: [
        'Medians over interleaved rounds; below 1 ours is faster. "Ready" holds compiling and three steps.',
      ],
    };
  } finally {
    for (const { peer } of running) await peer.stop();
  }
}

function ratioText(base: Timing, ours: Timing): string {
  if (base === ours) return '';
  const { median, lowest, highest } = ratioTo(base, ours);
  return `${median.toFixed(2)} [${lowest.toFixed(2)}, ${highest.toFixed(2)}]`;
}

/** Both sides compute the same thing, or the comparison means nothing. */
function checkLosses(running: readonly { side: Side; ready: Ready }[]): void {
  const first = running[0]?.ready.losses ?? [];
  for (const { side, ready } of running)
    ready.losses.forEach((loss, i) => {
      const expected = first[i] ?? Number.NaN;
      const tolerance = side.fp32 ? 1e-4 : 3e-2;
      if (!(Math.abs(loss - expected) <= tolerance * Math.abs(expected)))
        throw new Error(`${side.name} has loss ${loss} at step ${i + 1}, ours has ${expected}`);
    });
}

function usersOf(plan: BatchPlan): number {
  return plan.groups.reduce((sum, group) => sum + group.users, 0);
}

/** The train step as the trainer runs it. What it starts from is let go, as there. */
async function openStep(folder: string, threads: number) {
  const fixture = readFixture(folder);
  const { config, data, parameters } = fixture;
  const batchUsers = usersOf(fixture.plan);
  const ofLanes = lanesFor(threads, batchUsers);
  const pieces = Number(given.pieces ?? piecesFor({ model: config, batchUsers }, ofLanes));
  const { plan, parts } = fixtureParts(fixture, ofLanes, pieces);
  const inspectFolder = given.inspect;
  const device = await openDevice('cpu', { threads, ...(inspectFolder ? { inspectFolder } : {}) });
  const optimizer = { ...DEFAULT_OPTIMIZER, clipNorm: CLIP_NORM };
  const { fn, specs, layout } = trainStep(config, data, plan, optimizer);
  const lanes = openLanes(device, plan.lanes);
  const program = await lanes.compile(fn, specs, 'train-step');
  const start = packState(layout, initialState(parameters as Record<string, Float32Array>));
  const state = await lanes.createState(specs.state, start, layout.parted);
  let steps = 0;
  return {
    facts: program.facts,
    async step(): Promise<number> {
      const scalars = optimizerInputs(optimizer, LEARNING_RATE, ++steps);
      const { loss } = await program.run(state, parts, scalars);
      return loss?.[0] ?? Number.NaN;
    },
    async close(): Promise<void> {
      await lanes.dispose();
      await device.dispose();
    },
  };
}

/** The side that is ours, in a process of its own. */
async function work(folder: string, threads: number): Promise<void> {
  const started = performance.now();
  const { facts, step, close } = await openStep(folder, threads);
  const losses = [await step(), await step(), await step()];
  const readySeconds = (performance.now() - started) / 1e3;
  console.log(JSON.stringify({ losses, readySeconds, ...facts }));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === 'q') break;
    const milliseconds: number[] = [];
    const before = process.cpuUsage();
    for (let i = 0; i < Number(line); i++) {
      const begun = performance.now();
      await step();
      milliseconds.push(performance.now() - begun);
    }
    const { user, system } = process.cpuUsage(before);
    const peakMemoryMB = process.resourceUsage().maxRSS / 1024;
    const cpuMilliseconds = (user + system) / 1e3;
    console.log(JSON.stringify({ milliseconds, cpuMilliseconds, peakMemoryMB }));
  }
  await close();
  process.exit(0);
}
