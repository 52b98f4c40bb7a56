import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where TensorFlow lies when it is not among the project's own packages: a folder outside of the
 * checkout, so that a clean clone finds it again. The device `tensorflow` looks at the same place.
 */
export function tensorflowFolder(environment = process.env) {
  if (environment.PINNERFORMER_TENSORFLOW) return environment.PINNERFORMER_TENSORFLOW;
  const cache = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'pinnerformer-studio', 'tensorflow');
}
