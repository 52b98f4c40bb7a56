import type { PackageFacts } from '../../contract/installation.js';
import { packageFacts } from '../native-packages.js';
import type { Job } from './job.js';

/** Which packages with native code load here. */
export const packagesJob: Job<Record<string, never>, { packages: PackageFacts[] }> = async () => ({
  packages: packageFacts(),
});
