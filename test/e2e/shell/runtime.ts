import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { skipUnless } from '../../skip.js';

/** Program of an Electron runtime to test with, which need not be the one that is shipped. */
export const runtime = join(process.env.PINNERFORMER_ELECTRON ?? '', 'electron');
const haveRuntime = Boolean(process.env.PINNERFORMER_ELECTRON) && existsSync(runtime);
export const haveElectron = haveRuntime && spawnSync('xvfb-run', ['--help']).status === 0;

export const testInElectron = skipUnless(
  haveElectron,
  haveRuntime ? 'xvfb-run is not installed' : 'PINNERFORMER_ELECTRON names no Electron runtime',
);

/** Must be there before the first import. */
const older = `require(${JSON.stringify(join(import.meta.dirname, 'older-runtime.cjs'))});`;

/** Bundles a program of the test with the product's as a file that runtimes without ES modules load too. */
export async function buildForRuntime(name: 'app' | 'probe' | 'engine'): Promise<string> {
  const outDir = join(import.meta.dirname, '../../../out/shell-probe');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node16',
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: { [name]: join(import.meta.dirname, `${name}.ts`) },
        external: ['electron', '@duckdb/node-api', 'onnxruntime-node', /^@tensorflow\//],
        output: {
          banner: older,
          format: 'cjs',
          entryFileNames: '[name].cjs',
          codeSplitting: false,
        },
      },
    },
  });
  return join(outDir, `${name}.cjs`);
}
