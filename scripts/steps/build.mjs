import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { capture, fromRoot, root, tool } from './processes.mjs';

const sources = [
  'src-main',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
const stampName = '.built-from';
const lockPath = fromRoot('node_modules/.building');

/** A hash over the path and bytes of every file that the build reads. */
export function sourcesStamp() {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ path) => {
    const absolute = join(root, path);
    if (statSync(absolute).isDirectory()) {
      for (const name of readdirSync(absolute).sort()) visit(`${path}/${name}`);
    } else {
      hash.update(`${path}\0`).update(readFileSync(absolute)).update('\0');
    }
  };
  for (const path of sources) visit(path);
  return hash.digest('hex');
}

function isFresh() {
  const stamp = fromRoot(`out/${stampName}`);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesStamp();
}

/**
 * Builds when a source has changed since the last build, into a folder of its own that then takes
 * the place of `out`: programs that are running, and a build that fails, leave a whole `out` behind.
 *
 * @returns {Promise<{built: boolean, code: number, output: string}>}
 */
export async function buildWhenStale({ always = false } = {}) {
  const release = await lock();
  const temporary = `node_modules/.build-${randomBytes(6).toString('hex')}`;
  try {
    if (!always && isFresh()) return { built: false, code: 0, output: '' };
    const stamp = sourcesStamp();
    const { code, output } = await capture(tool('electron-vite'), ['build'], {
      env: { ...process.env, PINNERFORMER_OUT: fromRoot(temporary), NODE_ENV: 'production' },
    });
    if (code !== 0) return { built: false, code, output };
    // So that `npx pinnerformer` can run it in a checkout.
    chmodSync(fromRoot(`${temporary}/main/cli.mjs`), 0o755);
    writeFileSync(fromRoot(`${temporary}/${stampName}`), stamp);
    replaceOut(temporary);
    return { built: true, code, output };
  } finally {
    rmSync(fromRoot(temporary), { recursive: true, force: true });
    release();
  }
}

function replaceOut(/** @type {string} */ temporary) {
  const old = fromRoot(`${temporary}-old`);
  for (const name of ['main', 'preload', 'renderer', stampName]) {
    const target = fromRoot(`out/${name}`);
    mkdirSync(fromRoot('out'), { recursive: true });
    mkdirSync(old, { recursive: true });
    if (existsSync(target)) renameSync(target, join(old, name));
    renameSync(fromRoot(`${temporary}/${name}`), target);
  }
  rmSync(old, { recursive: true, force: true });
}

/** One build at a time in a checkout; a lock older than two minutes was left by a killed build. */
async function lock() {
  for (;;) {
    try {
      mkdirSync(lockPath);
      return () => rmSync(lockPath, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const age = Date.now() - (statSync(lockPath, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > 120_000) rmSync(lockPath, { recursive: true, force: true });
      else await delay(100);
    }
  }
}
