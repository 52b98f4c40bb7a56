import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot, run } from './processes.mjs';

const stampPath = fromRoot('node_modules/.installed-from');

/** What the installed packages depend on: the lock file and the Node that compiled the native ones. */
function lockStamp() {
  const lock = readFileSync(fromRoot('package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} napi ${process.versions.modules}\n`;
}

/**
 * Installs exactly what the lock file names, unless that is what is installed already.
 * hnswlib-node is compiled here; without these flags its build has no SIMD and searches slower.
 * Throws when npm fails.
 */
export async function installWhenNeeded() {
  const stamp = lockStamp();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  if (alreadyInstalled()) {
    writeFileSync(stampPath, stamp);
    return;
  }
  console.error('Installing the packages of the lock file …');
  const flags = process.env.CXXFLAGS ?? '-O3 -march=native';
  const code = await run('npm', ['ci', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CXXFLAGS: flags },
  });
  if (code !== 0)
    throw new Error(
      `The packages could not be installed (npm ci ended with ${code}). ` +
        'Check the network and the registry, then run the command again.',
    );
  writeFileSync(stampPath, stamp);
}

/** True when npm's own record of node_modules names the same packages as the lock file. */
function alreadyInstalled() {
  const recordPath = fromRoot('node_modules/.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const record = JSON.parse(readFileSync(recordPath, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) continue;
    if (record[path]?.version !== entry.version) return false;
  }
  return true;
}
