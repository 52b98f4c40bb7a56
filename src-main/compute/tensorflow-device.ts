import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import { engine } from '@tensorflow/tfjs-core';
import { StudioError } from '../base/errors.js';
import { EagerDevice } from './eager-device.js';
import { tensorflowFolder } from './tensorflow-folder.js';
import { withBackend } from './tfjs.js';

/** The one loader of tfjs' TensorFlow bindings, GPU build first. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
const BACKEND = 'tensorflow';

interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

interface Loaded {
  readonly packageName: string;
  readonly threads: number;
}
let loaded: Loaded | undefined;

/** A TensorFlow device, and whether it computes on a GPU. */
export interface TensorflowDevice {
  readonly device: EagerDevice;
  readonly usesGpu: boolean;
}

/**
 * Loads libtensorflow through tfjs-node, from the product's own packages or from tensorflowFolder().
 * It is loaded once a process, with the threads asked for then. UNAVAILABLE when it cannot be.
 */
export function openTensorflowDevice(threads: number): TensorflowDevice {
  loaded ??= loadPackage(threads);
  const backend = withBackend(BACKEND, () => engine().backend) as unknown as TensorflowBackend;
  const usesGpu = backend.isUsingGpuDevice;
  const library = `TensorFlow ${backend.binding.TF_Version}${usesGpu ? ' on a GPU' : ''}`;
  const device = new EagerDevice({
    name: 'tensorflow',
    backend: BACKEND,
    threads: loaded.threads,
    version: `${library} through ${loaded.packageName.replace('@tensorflow/', '')}`,
  });
  return { device, usesGpu };
}

function loadPackage(threads: number): Loaded {
  const folder = tensorflowFolder();
  const places = [import.meta.url, join(folder, 'package.json')];
  let failure: { packageName: string; error: unknown } | undefined;
  for (const packageName of PACKAGES)
    for (const place of places) {
      const require = createRequire(place);
      if (!resolves(require, packageName)) continue;
      try {
        load(require, packageName, threads);
        return { packageName, threads };
      } catch (error) {
        failure ??= { packageName, error };
      }
    }
  if (!failure)
    throw new StudioError('UNAVAILABLE', 'TensorFlow is not installed.', {
      where: folder,
      remedy: 'Run `npm run install-tensorflow -- cpu` (or gpu), or use the `device` cpu.',
    });
  const reason = failure.error instanceof Error ? failure.error.message : String(failure.error);
  throw new StudioError(
    'UNAVAILABLE',
    `${failure.packageName} does not load: ${reason.split('\n')[0]}`,
    {
      remedy: 'Run `npm run install-tensorflow -- cpu`, or use the `device` cpu.',
      cause: failure.error,
    },
  );
}

function resolves(require: NodeJS.Require, packageName: string): boolean {
  try {
    require.resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

/**
 * Its copy of tfjs finds the engine, the kernels and the gradients of ours in the process' globals
 * and adds to them. It also makes its own backend the current one, which is undone.
 */
function load(require: NodeJS.Require, packageName: string, threads: number): void {
  const previous = engine().backendName;
  // tfjs-node 4.22 calls this for every tensor; Node 23 dropped it.
  const older = util as { isNullOrUndefined?: (value: unknown) => boolean };
  older.isNullOrUndefined ??= value => value === null || value === undefined;
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  process.env.TF_NUM_INTEROP_THREADS ??= '1';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  require(packageName);
  if (previous) withBackend(previous, () => undefined);
}
