/**
 * User embeddings a second, forward pass only, full sequences, for each preset, with the FLOPs of its matrix
 * products beside it. Parameters: --presets tiny,small,modest,base,paper --threads 1,2 --seconds N.
 */
import { parseArgs } from 'node:util';
import { Rng } from '../src-main/base/rng.js';
import { openDevice } from '../src-main/compute/devices.js';
import type { Device } from '../src-main/compute/program.js';
import { createUserEncoder, type UserEncoder } from '../src-main/model/encoder.js';
import { encoderBatch } from '../src-main/model/encoder-program.js';
import { forwardFlops } from '../src-main/model/flops.js';
import { initialParameters } from '../src-main/model/parameters.js';
import { parseTrainConfig } from '../src-main/train/config.js';
import { type PresetName, presets } from '../src-main/train/presets.js';
import { median } from './support/interleave.js';
import { describeMachine } from './support/machine.js';
import { type BenchTable, type Cell, report } from './support/report.js';

const EMBEDDING_WIDTH = 256;
const PINS = 10_000;
const DAY_MS = 86_400_000;

const { values: given } = parseArgs({
  options: {
    presets: { type: 'string', default: 'tiny,small,modest,base,paper' },
    threads: { type: 'string', default: '1,2' },
    seconds: { type: 'string', default: '3' },
  },
});

const tables: BenchTable[] = [];
for (const threads of given.threads.split(',').map(Number))
  tables.push(await benchThreads(threads));
report('inference', tables, describeMachine());

async function benchThreads(threads: number): Promise<BenchTable> {
  const device = await openDevice('cpu', { threads });
  const rows: Cell[][] = [];
  try {
    for (const preset of given.presets.split(',') as PresetName[])
      rows.push(await benchPreset(device, preset));
  } finally {
    await device.dispose();
  }
  return {
    title: `Inference, fp32, ${threads} thread${threads > 1 ? 's' : ''}`,
    columns: ['preset', 'M', 'H', 'L', 'MFLOP a user', 'users a second', 'GFLOP/s'],
    rows,
    notes: ['Median over batches; making the features of a batch included.'],
  };
}

async function benchPreset(device: Device, preset: PresetName): Promise<Cell[]> {
  const { model } = parseTrainConfig(presets[preset]);
  const { sequenceLength: length, hidden, layers } = model;
  const data = {
    embeddingWidth: EMBEDDING_WIDTH,
    actionTypes: 8,
    surfaces: 4,
    has: { type: true, surface: true, duration: true },
  };
  const users = encoderBatch(length);
  const encoder = await createUserEncoder(device, {
    config: model,
    data,
    parameters: initialParameters(model, data, Rng.derive(1, 'inference')),
    columns: fullTimelines(users, length),
    pinFeatures: new Float32Array(PINS * EMBEDDING_WIDTH).fill(1 / 16),
  });
  try {
    const seconds = await secondsABatch(encoder, users, length);
    const flops = forwardFlops(model, data, { length, queries: 1 });
    return [
      preset,
      length,
      hidden,
      layers,
      flops / 1e6,
      users / seconds,
      (flops * users) / seconds / 1e9,
    ];
  } finally {
    encoder.dispose();
  }
}

async function secondsABatch(encoder: UserEncoder, users: number, length: number): Promise<number> {
  const all = Int32Array.from({ length: users }, (_, user) => user);
  const ends = Uint32Array.from(all, user => (user + 1) * length);
  const once = async () => {
    const start = performance.now();
    await encoder.encode(all, ends);
    return (performance.now() - start) / 1e3;
  };
  await once();
  const taken = [await once()];
  for (let sum = 0; sum < Number(given.seconds); sum += taken.at(-1) ?? 0) taken.push(await once());
  return median(taken);
}

/** Timelines of exactly `length` actions, spread over 90 days. */
function fullTimelines(users: number, length: number) {
  const actions = users * length;
  const rng = Rng.derive(1, 'timelines');
  return {
    offsets: Uint32Array.from({ length: users + 1 }, (_, user) => user * length),
    pin: Int32Array.from({ length: actions }, () => rng.int(PINS)),
    atMs: Float64Array.from(
      { length: actions },
      (_, action) => 1.7e12 + ((action % length) / length) * 90 * DAY_MS,
    ),
    type: Uint8Array.from({ length: actions }, () => rng.int(8)),
    surface: Uint8Array.from({ length: actions }, () => rng.int(4)),
    durationSeconds: Float32Array.from({ length: actions }, () => rng.int(60)),
  };
}
