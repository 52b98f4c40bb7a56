import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder whose node_modules hold a TensorFlow that lies outside the product's own packages:
 * PINNERFORMER_TENSORFLOW, or where `npm run install-tensorflow` puts it. It need not exist.
 */
export function tensorflowFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.PINNERFORMER_TENSORFLOW) return environment.PINNERFORMER_TENSORFLOW;
  const cache = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'pinnerformer-studio', 'tensorflow');
}
