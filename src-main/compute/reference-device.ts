import '@tensorflow/tfjs-backend-cpu';
import { version_core } from '@tensorflow/tfjs-core';
import { EagerDevice } from './eager-device.js';

/** tfjs' plain JavaScript kernels, one thread: slow, simple, the oracle of the tests. */
export function openReferenceDevice(): EagerDevice {
  return new EagerDevice({
    name: 'reference',
    backend: 'cpu',
    threads: 1,
    version: `tfjs ${version_core}`,
  });
}
