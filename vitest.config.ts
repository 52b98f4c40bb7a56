import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  // Node would take tfjs' CommonJS bundles, and the gradients a second copy beside them.
  resolve: {
    alias: [{ find: /^(@tensorflow\/tfjs-(core|backend-cpu))$/, replacement: '$1/dist/index.js' }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    reporters: ['default', './test/count-reporter.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    server: { deps: { inline: [/@tensorflow\/tfjs-(core|backend-cpu)/] } },
    // tfjs' thousand ES modules are bundled once and cached: seconds a test file otherwise.
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            '@tensorflow/tfjs-core/dist/index.js',
            '@tensorflow/tfjs-core/dist/register_all_gradients.js',
            '@tensorflow/tfjs-backend-cpu/dist/index.js',
          ],
        },
      },
    },
  },
});
