/**
 * Peak memory of a training's compute process beside what the app estimates before it. Linux only.
 * Parameters: --presets tiny,modest,small,base --threads 1,2 --steps N.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDataset } from '../src-main/data/dataset.js';
import { openWorkspace } from '../src-main/data/workspace.js';
import { parameterCount } from '../src-main/model/parameters.js';
import { lanesFor } from '../src-main/train/batch-parts.js';
import { parseTrainConfig } from '../src-main/train/config.js';
import { embeddingWidthOf, modelDataOf } from '../src-main/train/model-data.js';
import { type PresetName, presets } from '../src-main/train/presets.js';
import { trainBytes } from '../src-main/train/train-bytes.js';
import { commandJson, startCommand } from './support/command.js';
import { type Cell, report } from './support/report.js';

const { values: given } = parseArgs({
  options: {
    presets: { type: 'string', default: 'tiny,modest,small,base' },
    threads: { type: 'string', default: '1,2' },
    steps: { type: 'string', default: '14' },
  },
});
/** Of `base` a step takes some ten seconds, and the first few hold most. */
const BASE_STEPS = '3';

const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-memory-'));
try {
  // Days enough for sequences that fill M.
  const world = ['--dataset', 'world', '--size', 'small', '--set', 'days=240'];
  await commandJson(['world', ...world, '--workspace', folder]);
  const rows: Cell[][] = [];
  for (const preset of given.presets.split(',') as PresetName[])
    for (const threads of given.threads.split(',').map(Number)) {
      const peak = await peakBytes(preset, threads);
      const estimate = await estimatedBytes(preset, threads);
      rows.push([preset, threads, megabytes(peak), megabytes(estimate), estimate / peak]);
    }
  const columns = ['preset', 'threads', 'peak MB', 'estimate MB', 'estimate / peak'];
  report('train-memory', [{ title: 'Memory of a training', columns, rows }]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function estimatedBytes(preset: PresetName, threads: number): Promise<number> {
  const config = parseTrainConfig(presets[preset]);
  const dataset = await openDataset(await openWorkspace(folder), 'world');
  const data = modelDataOf(dataset, embeddingWidthOf(dataset, config));
  const parameters = parameterCount(config.model, data);
  return trainBytes(config, { parameters, data, lanes: lanesFor(threads, config.batchUsers) });
}

/** Trains a few steps and follows the process that computes. */
async function peakBytes(preset: PresetName, threads: number): Promise<number> {
  const steps = preset === 'base' || preset === 'paper' ? BASE_STEPS : given.steps;
  const child = startCommand([
    ...['train', '--dataset', 'world', '--workspace', folder, '--run', `${preset}-${threads}`],
    ...['--preset', preset, '--threads', String(threads), '--quiet'],
    ...['--set', `steps=${steps}`, 'validation.enabled=false', 'optimizer.warmupSteps=1'],
  ]);
  let most = 0;
  const looking = setInterval(() => {
    most = Math.max(most, ...descendantsOf(child).map(residentPeak));
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(looking);
  if (code !== 0) throw new Error(`The training of ${preset} ended with ${code}.`);
  return most;
}

function descendantsOf({ pid }: Pick<ChildProcess, 'pid'>): number[] {
  const children = readProc(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap(child => [child, ...descendantsOf({ pid: child })]);
}

function residentPeak(pid: number): number {
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readProc(`${pid}/status`))?.[1] ?? 0);
}

/** A file of /proc; empty once its process is gone. */
function readProc(path: string): string {
  try {
    return readFileSync(join('/proc', path), 'utf8');
  } catch {
    return '';
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
