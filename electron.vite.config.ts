import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const entry = (path: string) => resolve(import.meta.dirname, path);

/** Where the build goes; `scripts/steps/build.mjs` builds beside `out` and swaps when it is whole. */
const out = process.env.PINNERFORMER_OUT ?? 'out';

export default defineConfig({
  main: {
    build: {
      target: 'node20',
      outDir: `${out}/main`,
      // tfjs-core is bundled: its gradients register only through its ES modules.
      // hnswlib-node is optional, which is no dependency to the bundler, and finds its library by its place.
      externalizeDeps: {
        include: ['hnswlib-node'],
        exclude: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'],
      },
      rolldownOptions: {
        input: {
          electron: entry('src-main/electron/main.ts'),
          cli: entry('src-main/cli/main.ts'),
          'job-host': entry('src-main/services/job-host.ts'),
          'serve-host': entry('src-main/services/serving/serve-host.ts'),
          'batch-worker': entry('src-main/train/batch-worker.ts'),
          'lane-worker': entry('src-main/compute/lanes/lane-worker.ts'),
          'engine-process': entry('src-main/electron/engine-process.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: 'chunks/[name]-[hash].mjs',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: `${out}/preload`,
      rolldownOptions: {
        input: { preload: entry('src-main/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    base: './',
    publicDir: false,
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: `${out}/renderer`,
      rolldownOptions: { input: entry('src-renderer/index.html') },
    },
  },
});
