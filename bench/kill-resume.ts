/**
 * A training killed by SIGKILL at random moments and resumed each time, against the same training left
 * alone: whether the last checkpoints are the same bytes. Parameters: --kills N --seed N --steps N --threads N.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Rng } from '../src-main/base/rng.js';
import type { TrainDocument } from '../src-main/cli/json-documents.js';
import { commandJson, startCommand } from './support/command.js';
import { describeMachine } from './support/machine.js';
import { type Cell, report } from './support/report.js';

const { values: given } = parseArgs({
  options: {
    kills: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '600' },
    threads: { type: 'string', default: '2' },
  },
});
const rng = Rng.derive(Number(given.seed), 'kill-resume');
const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-kill-'));
const rows: Cell[][] = [];
try {
  await commandJson(['world', '--dataset', 'world', '--size', 'tiny', '--workspace', folder]);
  const whole = await commandJson<TrainDocument>(training('whole'));
  rows.push(['left alone', whole.seconds.toFixed(1), whole.document.checkpointSha256]);
  const killed: string[] = [];
  for (let kill = 0; kill < Number(given.kills); kill++) {
    const after = (whole.seconds / Number(given.kills)) * (0.4 + 0.6 * rng.uniform());
    const child = startCommand(kill === 0 ? training('killed') : resumption());
    const ended = new Promise<string>(resolve =>
      child.once('close', (code, signal) => resolve(signal ?? `code ${code}`)),
    );
    await pause(after * 1e3);
    child.kill('SIGKILL');
    killed.push(`${await ended} after ${after.toFixed(1)} s`);
    // The compute process notices that its parent is gone and gives the workspace back.
    await pause(1_500);
  }
  const last = await commandJson<TrainDocument>(resumption());
  rows.push([killed.join(', '), last.seconds.toFixed(1), last.document.checkpointSha256]);
  const same = last.document.checkpointSha256 === whole.document.checkpointSha256;
  report(
    'kill-resume',
    [
      {
        title: `A training of ${given.steps} steps, killed ${given.kills} times and resumed: ${same ? 'the same bytes' : 'OTHER BYTES'}`,
        columns: ['ended by', 'seconds of the last start', 'sha256 of the last checkpoint'],
        rows,
      },
    ],
    describeMachine(),
  );
  process.exitCode = same ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function training(run: string): string[] {
  return [
    'train',
    ...['--dataset', 'world', '--run', run, '--preset', 'tiny', '--threads', given.threads],
    ...['--workspace', folder, '--set', `steps=${given.steps}`, 'checkpointEverySteps=50'],
  ];
}

function resumption(): string[] {
  return [
    'train',
    '--run',
    'killed',
    '--resume',
    '--threads',
    given.threads,
    '--workspace',
    folder,
  ];
}
