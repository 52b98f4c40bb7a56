import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { entryPath } from '../../src-main/base/entries.js';

export interface CliOutcome {
  /** Exit code; null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the built command that is still going on. */
export interface CliProcess {
  readonly child: ChildProcess;
  readonly outcome: Promise<CliOutcome>;
  /** Resolves once stderr holds `text`; rejects when the process ends before. */
  stderrHas(text: string | RegExp): Promise<void>;
}

/** The built `cli.mjs`, which lies beside the other entries. */
const cliPath = join(entryPath('job-host'), '..', 'cli.mjs');

export function startCli(args: readonly string[], cwd?: string): CliProcess {
  const child = spawn(process.execPath, [cliPath, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.on('data', chunk => {
    stdout += String(chunk);
  });
  child.stderr.on('data', chunk => {
    stderr += String(chunk);
    for (const watcher of watchers) watcher();
  });
  const outcome = new Promise<CliOutcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    outcome,
    stderrHas: text =>
      new Promise((resolve, reject) => {
        const watcher = () => {
          if (typeof text === 'string' ? !stderr.includes(text) : !text.test(stderr)) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
        void outcome.then(({ code }) =>
          reject(new Error(`ended with ${code} before ${text} was on stderr:\n${stderr}`)),
        );
      }),
  };
}

/** Runs the built command to its end. */
export function cli(...args: string[]): Promise<CliOutcome> {
  return startCli(args).outcome;
}

/** Runs it with --json and gives the document back; throws with stderr when it fails. */
export async function cliJson<T = unknown>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli(...args, '--json', '--quiet');
  if (code !== 0) throw new Error(`pinnerformer ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}

const folders: string[] = [];

/** A folder that is removed when the tests of the file have run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-e2e-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
