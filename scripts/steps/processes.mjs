import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, which every step runs in. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Path of a file or folder given from the root. @param {string} path */
export const fromRoot = path => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Path of a program that a dependency installed. @param {string} name */
export const tool = name => fromRoot(`node_modules/.bin/${name}${isWindows ? '.cmd' : ''}`);

const isWindows = process.platform === 'win32';

/**
 * One Ctrl-C reaches this process several times, from the terminal and from npm. A program that
 * takes a second one as "at once" must get it once, so repeats within this time are one.
 */
const burstMilliseconds = 300;

/**
 * Runs a program to its end and resolves to its exit code (128 + n when a signal ended it).
 * SIGINT, SIGTERM and SIGHUP are passed on, so that it can stop in its own way; it has a process
 * group of its own, or the terminal would send them to it as well.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: root,
      stdio: 'inherit',
      detached: !isWindows,
      shell: isWindows && command !== process.execPath,
      ...options,
    });
    let forwardedAt = Number.NEGATIVE_INFINITY;
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      const now = performance.now();
      if (now - forwardedAt > burstMilliseconds) child.kill(signal);
      forwardedAt = now;
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const release = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.once('error', error => {
      release();
      reject(error);
    });
    child.once('close', (code, signal) => {
      release();
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15));
    });
  });
}

/**
 * As `run`, keeping what the program printed: both streams together, in the order they came.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{code: number, output: string}>}
 */
export async function capture(command, parameters, options = {}) {
  /** @type {Buffer[]} */
  const chunks = [];
  const code = await new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: root,
      shell: isWindows && command !== process.execPath,
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', chunk => chunks.push(chunk));
    child.stderr?.on('data', chunk => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? (signal ? 128 : 1)));
  });
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}
