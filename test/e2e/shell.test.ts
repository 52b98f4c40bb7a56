import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, onTestFinished } from 'vitest';
import { skipUnless } from '../skip.js';
import type { Seen } from './shell/probe.js';

/** Folder of an Electron runtime to test with, which need not be the one that is shipped. */
const runtime = join(process.env.PINNERFORMER_ELECTRON ?? '', 'electron');
const haveRuntime = Boolean(process.env.PINNERFORMER_ELECTRON) && existsSync(runtime);
const haveDisplay = spawnSync('xvfb-run', ['--help']).status === 0;

const testInElectron = skipUnless(
  haveRuntime && haveDisplay,
  haveRuntime ? 'xvfb-run is not installed' : 'PINNERFORMER_ELECTRON names no Electron runtime',
);

testInElectron(
  'the window shows real facts, without Node, and does not leave its page',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'pinnerformer-shell-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const main = await buildProbe();
    const flags = ['--no-sandbox', '--disable-gpu', `--user-data-dir=${home}`];
    const { stdout } = await promisify(execFile)('xvfb-run', ['-a', runtime, ...flags, main], {
      env: { ...process.env, PROBE_NODE: process.execPath, HOME: home },
      timeout: 50_000,
    });
    const line = stdout.split('\n').find(each => each.startsWith('{'));
    // The probe prints exactly this type.
    const seen = JSON.parse(line ?? 'null') as Seen;
    expect(seen).toMatchObject({
      stayed: true,
      windows: 1,
      globals: ['undefined', 'undefined'],
      bridge: ['installation'],
      problems: [],
    });
    for (const fact of ['reference', 'onnxruntime-node', 'Electron', 'GFLOP/s'])
      expect(seen.text).toContain(fact);
  },
);

/** Bundles the probe with the product's main as a file that runtimes without ES modules load too. */
async function buildProbe(): Promise<string> {
  const outDir = join(import.meta.dirname, '../../out/shell-probe');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node16',
      outDir,
      rolldownOptions: {
        input: { probe: join(import.meta.dirname, 'shell/probe.ts') },
        external: ['electron', '@duckdb/node-api', 'onnxruntime-node', /^@tensorflow\//],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
  return join(outDir, 'probe.cjs');
}
