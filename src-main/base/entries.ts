import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StudioError } from './errors.js';

/** Programs of the build that run in a process or thread of their own. */
export type Entry = 'job-host' | 'serve-host' | 'batch-worker' | 'lane-worker' | 'engine-process';

/**
 * Path of a built entry. Works from the bundle (beside it, or one folder up from a chunk) and from
 * the sources, as under the tests, where it is found in out/main.
 */
export function entryPath(entry: Entry): string {
  return builtFile(`${entry}.mjs`);
}

/** Folder of the built page, with its index.html. Found as entries are. */
export function pageFolder(): string {
  return dirname(builtFile('../renderer/index.html'));
}

/** Path of the built preload script of the desktop's windows. Found as entries are. */
export function preloadPath(): string {
  return builtFile('../preload/preload.cjs');
}

/** Path of a built file, which is given from out/main. */
function builtFile(fromMain: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [here, join(here, '..'), join(here, '../../out/main')];
  for (const folder of candidates) {
    const path = join(folder, fromMain);
    if (existsSync(path)) return path;
  }
  throw new StudioError('UNAVAILABLE', `the built file ${basename(fromMain)} is missing.`, {
    where: here,
    remedy: 'Run `npm run build` first.',
  });
}
