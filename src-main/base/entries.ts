import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StudioError } from './errors.js';

/** Programs of the build that run in a process or thread of their own. */
export type Entry = 'job-host' | 'serve-host' | 'batch-worker';

/**
 * Path of a built entry. Works from the bundle (beside it, or one folder up from a chunk) and from
 * the sources, as under the tests, where it is found in out/main.
 */
export function entryPath(entry: Entry): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [here, join(here, '..'), join(here, '../../out/main')];
  for (const folder of candidates) {
    const path = join(folder, `${entry}.mjs`);
    if (existsSync(path)) return path;
  }
  throw new StudioError('UNAVAILABLE', `the built program ${entry}.mjs is missing.`, {
    where: here,
    remedy: 'Run `npm run build` first.',
  });
}
