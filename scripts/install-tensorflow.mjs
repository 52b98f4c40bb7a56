import { requireNode } from './steps/node-version.mjs';

requireNode();

const { installTensorflow, kinds } = await import('./steps/install-tensorflow.mjs');

const [kind] = process.argv.slice(2);
if (kind === undefined || !Object.hasOwn(kinds, kind)) {
  console.error(
    `${kind === undefined ? 'Say which TensorFlow to install' : `"${kind}" is not known`}: ` +
      'npm run install-tensorflow -- cpu (730 MB on disk) or gpu (CUDA 12, 5 GB on disk).',
  );
  process.exit(2);
}
try {
  await installTensorflow(/** @type {keyof typeof kinds} */ (kind));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
