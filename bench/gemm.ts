/**
 * Rate of float32 matrix products through the compute floor, by device, threads and shape.
 * Parameters: --threads 1,2 --devices cpu,tensorflow --repeats N. A process loads TensorFlow once, with the
 * first number of threads.
 */
import { parseArgs } from 'node:util';
import { openDevice } from '../src-main/compute/devices.js';
import { measureGemm } from '../src-main/compute/measure-gemm.js';
import type { DeviceName } from '../src-main/compute/program.js';
import { describeMachine } from './support/machine.js';
import { type BenchTable, type Cell, report } from './support/report.js';

/** A large square, the products of a `base` train step, and scores of 1,000 users against a tile of pins. */
const SHAPES = [
  { use: 'square', m: 2048, k: 2048, n: 2048 },
  { use: 'base, queries', m: 8192, k: 256, n: 256 },
  { use: 'base, feed forward in', m: 8192, k: 256, n: 1024 },
  { use: 'base, feed forward out', m: 8192, k: 1024, n: 256 },
  { use: 'tiny, feed forward in', m: 2048, k: 64, n: 256 },
  { use: 'top-k, one tile', m: 1000, k: 256, n: 8192 },
];

const { values: given } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    devices: { type: 'string', default: 'cpu' },
    repeats: { type: 'string', default: '10' },
  },
});

const tables: BenchTable[] = [];
for (const name of given.devices.split(',') as DeviceName[])
  for (const threads of given.threads.split(',').map(Number))
    tables.push(await table(name, threads));
report('gemm', tables, describeMachine());

async function table(name: DeviceName, threads: number): Promise<BenchTable> {
  const columns = ['use', 'm', 'k', 'n', 'GFLOP/s'];
  const device = await openDevice(name, { threads }).catch((error: unknown) => String(error));
  if (typeof device === 'string') return { title: `${name}: ${device}`, columns, rows: [] };
  const rows: Cell[][] = [];
  for (const { use, m, k, n } of SHAPES) {
    const { gflops } = await measureGemm(device, { m, k, n, repeats: Number(given.repeats) });
    rows.push([use, m, k, n, gflops]);
  }
  await device.dispose();
  const title = `GEMM, fp32, ${device.version}, ${device.threads} thread${device.threads > 1 ? 's' : ''}`;
  return { title, columns, rows, notes: ['Best of the repeats.'] };
}
