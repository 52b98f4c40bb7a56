/**
 * Exact top-k of 1,000 users over 1 M pins x 256 beside the machine's own matrix product, and over
 * 100,000 pins beside faiss' IndexFlatIP. Parameters: --quick (a tenth of the pins), --threads N.
 */
import { existsSync } from 'node:fs';
import { matMul, slice } from '@tensorflow/tfjs-core';
import { Rng } from '../src-main/base/rng.js';
import { openDevice } from '../src-main/compute/devices.js';
import type { Device } from '../src-main/compute/program.js';
import { createExactIndex } from '../src-main/retrieve/exact.js';
import { type Contender, inProcess, interleave, median, ratioTo } from './support/interleave.js';
import type { Slice } from './support/load.js';
import { describeMachine } from './support/machine.js';
import { Peer, peerContender } from './support/peer.js';
import { type BenchTable, type Cell, report } from './support/report.js';

const WIDTH = 256;
const QUERIES = 1000;
const K = 10;
const PYTHON = 'bench/peers/.venv/bin/python';

const quick = process.argv.includes('--quick');
const threadsAsked = Number(process.argv[process.argv.indexOf('--threads') + 1]) || undefined;
const scale = quick ? 0.1 : 1;

/** Rows of uniform values, L2-normalised; how they are drawn does not matter to a matrix product. */
function unitRows(count: number, label: string): Float32Array {
  const rng = Rng.derive(7, label);
  const rows = new Float32Array(count * WIDTH);
  for (let begin = 0; begin < rows.length; begin += WIDTH) {
    let square = 0;
    for (let i = begin; i < begin + WIDTH; i++) {
      const value = rng.uint32() / 2 ** 31 - 1;
      rows[i] = value;
      square += value * value;
    }
    const scaleRow = 1 / Math.sqrt(square);
    for (let i = begin; i < begin + WIDTH; i++) rows[i]! *= scaleRow;
  }
  return rows;
}

/** One [1024, 256] x [256, 8192] product with both operands on the device. */
async function gemm(device: Device): Promise<{ contender: Contender; billions: number }> {
  const [m, n] = [1024, 8192];
  const state = {
    a: { shape: [m, WIDTH], dtype: 'float32' },
    b: { shape: [WIDTH, n], dtype: 'float32' },
  } as const;
  const program = await device.compile(
    ({ a, b }) => {
      if (!a || !b) throw new Error('internal: the operands are missing');
      return { state: {}, outputs: { corner: slice(matMul(a, b), [0, 0], [1, 1]) } };
    },
    { state, inputs: {} },
  );
  const operands = await device.createState(state, { a: unitRows(m, 'a'), b: unitRows(n, 'b') });
  return {
    contender: inProcess('matrix product', () => program.run(operands, {})),
    billions: (2 * m * n * WIDTH) / 1e9,
  };
}

async function againstGemm(device: Device): Promise<BenchTable> {
  const pins = Math.round(1_000_000 * scale);
  const index = createExactIndex(device, unitRows(pins, 'pins'), pins, WIDTH);
  const queries = unitRows(QUERIES, 'queries');
  const product = await gemm(device);
  const searchBillions = (2 * QUERIES * pins * WIDTH) / 1e9;
  const search = inProcess('search', () => index.topK(queries, K));
  await search.measure(1);
  const rows: Cell[][] = [];
  const shares: number[] = [];
  for (let round = 1; round <= 5; round++) {
    const before = rate(await product.contender.measure(30), product.billions);
    const own = rate(await search.measure(1), searchBillions);
    const after = rate(await product.contender.measure(30), product.billions);
    const [wall, cpu] = [(before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2];
    shares.push(own.wall / wall);
    rows.push([device.threads, pins, own.seconds, own.wall, wall, own.wall / wall, own.cpu / cpu]);
  }
  const memoryGB = (process.resourceUsage().maxRSS * 1024) / 1e9;
  return {
    title: `Exact top-${K} of ${QUERIES} users, width ${WIDTH}, fp32`,
    columns: [
      'threads',
      'pins',
      'seconds',
      'GFLOP/s',
      'GFLOP/s of the product',
      'share',
      'share by CPU time',
    ],
    rows,
    notes: [
      `Median share ${median(shares).toFixed(2)} (target 0.70), peak memory of the process ${memoryGB.toFixed(2)} GB (target 2.5).`,
      'The product is [1024, 256] x [256, 8192], mean rate of 30 before and 30 after each search. On a busy machine only the share by CPU time says something.',
    ],
  };
}

/** 10⁹ operations a second of wall and of CPU time over a whole slice. */
function rate(slice: Slice, billions: number): { seconds: number; wall: number; cpu: number } {
  const seconds = slice.milliseconds.reduce((sum, ms) => sum + ms, 0) / 1e3;
  const done = billions * slice.milliseconds.length;
  return {
    seconds,
    wall: done / seconds,
    cpu: (done * 1e3) / (slice.cpuMilliseconds ?? Number.NaN),
  };
}

async function againstFaiss(device: Device): Promise<BenchTable> {
  const pins = Math.round(100_000 * scale);
  const index = createExactIndex(device, unitRows(pins, 'pins'), pins, WIDTH);
  const queries = unitRows(QUERIES, 'queries');
  const parameters = [pins, QUERIES, WIDTH, K, device.threads].map(String);
  const { peer } = await Peer.start(PYTHON, ['bench/peers/faiss_flat.py', ...parameters]);
  try {
    const contenders: Contender[] = [
      peerContender('faiss IndexFlatIP', peer),
      inProcess('createExactIndex', () => index.topK(queries, K)),
    ];
    const timings = await interleave(contenders, { rounds: 5 });
    const [faiss, ours] = timings;
    if (!faiss || !ours) throw new Error('internal: two contenders');
    const ratio = ratioTo(ours, faiss);
    return {
      title: `Exact top-${K} of ${QUERIES} users over ${pins} pins, width ${WIDTH}, fp32`,
      columns: ['', 'threads', 'ms', 'queries/s', 'other load'],
      rows: timings.map(timing => [
        timing.name,
        device.threads,
        timing.medianMilliseconds,
        QUERIES / (timing.medianMilliseconds / 1e3),
        timing.otherLoad,
      ]),
      notes: [
        `Speed relative to faiss ${ratio.median.toFixed(2)} [${ratio.lowest.toFixed(2)}, ${ratio.highest.toFixed(2)}] (target 0.90); distance_compute_blas_threshold = 20.`,
      ],
    };
  } finally {
    await peer.stop();
  }
}

const tables: BenchTable[] = [];
const device = await openDevice('cpu', threadsAsked ? { threads: threadsAsked } : {});
tables.push(await againstGemm(device));
if (existsSync(PYTHON)) tables.push(await againstFaiss(device));
else console.log('faiss is left out: bench/peers/setup.sh has not been run.');
await device.dispose();
report('top-k', tables, describeMachine());
