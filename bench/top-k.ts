/**
 * Exact top-k of 1,000 users over 1 M pins x 256 beside the machine's own matrix product, and over
 * 100,000 pins beside faiss' IndexFlatIP. Parameters: --quick (a tenth of the pins), --threads N.
 */
import { existsSync } from 'node:fs';
import { Rng } from '../src-main/base/rng.js';
import { openDevice } from '../src-main/compute/devices.js';
import { measureGemm } from '../src-main/compute/measure-gemm.js';
import type { Device } from '../src-main/compute/program.js';
import { createExactIndex } from '../src-main/retrieve/exact.js';
import { type Contender, inProcess, interleave, median, ratioTo } from './support/interleave.js';
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

async function againstGemm(device: Device): Promise<BenchTable> {
  const pins = Math.round(1_000_000 * scale);
  const index = createExactIndex(device, unitRows(pins, 'pins'), pins, WIDTH);
  const queries = unitRows(QUERIES, 'queries');
  const billions = (2 * QUERIES * pins * WIDTH) / 1e9;
  await index.topK(queries.subarray(0, 8 * WIDTH), K);
  const rows: Cell[][] = [];
  const shares: number[] = [];
  for (let round = 1; round <= 3; round++) {
    const gemm = await measureGemm(device, { m: 1024, k: WIDTH, n: 8192, repeats: 10 });
    const start = performance.now();
    await index.topK(queries, K);
    const seconds = (performance.now() - start) / 1e3;
    const share = billions / seconds / gemm.gflops;
    shares.push(share);
    rows.push([device.threads, pins, seconds, billions / seconds, gemm.gflops, share]);
  }
  const memoryGB = (process.resourceUsage().maxRSS * 1024) / 1e9;
  return {
    title: `Exact top-${K} of ${QUERIES} users, width ${WIDTH}, fp32`,
    columns: ['threads', 'pins', 'seconds', 'GFLOP/s', 'GFLOP/s of GEMM', 'share'],
    rows,
    notes: [
      `Median share ${median(shares).toFixed(2)} (target 0.70), peak memory of the process ${memoryGB.toFixed(2)} GB (target 2.5).`,
      `GEMM is [1024, ${WIDTH}] x [${WIDTH}, 8192], best of ten just before each search.`,
    ],
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
