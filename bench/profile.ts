/**
 * Where the time of a train step goes, by operator and by part of the model, from onnxruntime's own profile.
 * Parameters: --preset tiny --threads 1 --users N --steps N. The graph and the profile are kept in out/bench.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CpuDevice } from '../src-main/compute/cpu-device.js';
import { DEFAULT_OPTIMIZER, optimizerInputs } from '../src-main/model/optimizer.js';
import { packState } from '../src-main/model/state-layout.js';
import { initialState, trainStep } from '../src-main/model/train-step.js';
import { parseTrainConfig } from '../src-main/train/config.js';
import { type PresetName, presets } from '../src-main/train/presets.js';
import { describeMachine } from './support/machine.js';
import { type BenchTable, report } from './support/report.js';
import { LEARNING_RATE, makeFixture } from './support/train-step-fixture.js';

const FOLDER = join('out', 'bench', 'profile');
const LABEL = 'train-step';
/** Runs that are left out: the first ones make buffers. */
const WARM_UP = 3;

const { values: given } = parseArgs({
  options: {
    preset: { type: 'string', default: 'tiny' },
    threads: { type: 'string', default: '1' },
    users: { type: 'string' },
    steps: { type: 'string', default: '20' },
  },
});

interface ProfileEvent {
  readonly name: string;
  readonly cat: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

await runSteps();
report('profile', tablesOf(readEvents()), describeMachine());

async function runSteps(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  const config = parseTrainConfig(presets[given.preset as PresetName]);
  const { data, plan, parameters, inputs } = makeFixture(config.model, {
    users: Number(given.users ?? config.batchUsers),
    queries: Math.min(config.sampling.positivesPerSequence, config.model.sequenceLength),
    randomNegatives: config.negatives.random,
    embeddingWidth: 256,
  });
  const device = new CpuDevice({ threads: Number(given.threads), inspectFolder: FOLDER });
  const { fn, specs, layout } = trainStep(config.model, data, plan, DEFAULT_OPTIMIZER);
  const program = await device.compile(fn, specs, LABEL);
  const state = await device.createState(
    specs.state,
    packState(layout, initialState(parameters as Record<string, Float32Array>)),
  );
  for (let step = 1; step <= WARM_UP + Number(given.steps); step++)
    await program.run(state, {
      ...inputs,
      ...optimizerInputs(DEFAULT_OPTIMIZER, LEARNING_RATE, step),
    });
  await device.dispose();
}

function readEvents(): ProfileEvent[] {
  const file = readdirSync(FOLDER).find(name => name.startsWith(`${LABEL}.profile`));
  if (!file) throw new Error(`onnxruntime left no profile in ${FOLDER}`);
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ProfileEvent[];
}

function tablesOf(events: readonly ProfileEvent[]): BenchTable[] {
  const runs = events.filter(event => event.name === 'model_run').sort((a, b) => a.ts - b.ts);
  const from = runs[WARM_UP]?.ts ?? 0;
  const steps = runs.length - WARM_UP;
  const kernels = events.filter(
    event => event.cat === 'Node' && event.name.endsWith('_kernel_time') && event.ts >= from,
  );
  const title = `${given.preset}, ${given.threads} thread(s)`;
  return [
    summed(`By operator, ${title}`, kernels, steps, event => event.args?.op_name ?? '?'),
    summed(`By part of the model, ${title}`, kernels, steps, partOf),
  ];
}

/** train-step/block0/gradient/Gemm_17_kernel_time is a node of block0/gradient. */
function partOf(event: ProfileEvent): string {
  const [, ...path] = event.name.split('/');
  const scopes = path.filter(part => !/^[A-Z]|_kernel_time$/.test(part));
  return scopes.join('/') || 'between';
}

function summed(
  title: string,
  kernels: readonly ProfileEvent[],
  steps: number,
  keyOf: (event: ProfileEvent) => string,
): BenchTable {
  const sums = new Map<string, { ms: number; nodes: number }>();
  for (const event of kernels) {
    const key = keyOf(event);
    const sum = sums.get(key) ?? { ms: 0, nodes: 0 };
    sum.ms += event.dur / 1e3 / steps;
    sum.nodes += 1 / steps;
    sums.set(key, sum);
  }
  const all = [...sums.values()].reduce((total, { ms }) => total + ms, 0);
  const rows = [...sums]
    .sort(([, a], [, b]) => b.ms - a.ms)
    .map(([key, { ms, nodes }]) => [key, ms, Math.round(nodes), (100 * ms) / all]);
  return { title, columns: ['', 'ms a step', 'nodes', '%'], rows };
}
