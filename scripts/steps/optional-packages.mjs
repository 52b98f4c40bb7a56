import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, fromRoot } from './processes.mjs';
import { tensorflowFolder } from './tensorflow-folder.mjs';

/**
 * One calm line for each optional package with native code that does not load here: what takes its
 * place and how to get it. A package is really loaded, in a process of its own: its folder proves
 * nothing.
 *
 * @returns {Promise<string[]>}
 */
export async function missingPackageLines() {
  /** @type {import('../../src-main/services/native-packages.js').NativePackage[]} */
  const packages = JSON.parse(readFileSync(fromRoot('resources/native-packages.json'), 'utf8'));
  const lines = [];
  for (const { name, alternatives = [], optional, substitute, remedy } of packages) {
    if (!optional || (await anyLoads([name, ...alternatives]))) continue;
    const way = remedy ? ` (to get it: ${remedy})` : '';
    lines.push(`${name} is not here: ${substitute} takes its place${way}.`);
  }
  return lines;
}

/** @param {readonly string[]} names */
async function anyLoads(names) {
  const roots = [fromRoot('package.json'), join(tensorflowFolder(), 'package.json')];
  for (const name of names) {
    for (const from of roots) {
      if (!lies(from, name)) continue;
      const program = `require('module').createRequire(${JSON.stringify(from)})(${JSON.stringify(name)})`;
      const { code } = await capture(process.execPath, ['-e', program], {
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
      });
      if (code === 0) return true;
    }
  }
  return false;
}

/** A package without a folder needs no process to find out. */
const lies = (/** @type {string} */ from, /** @type {string} */ name) =>
  existsSync(join(from, '..', 'node_modules', name, 'package.json'));
