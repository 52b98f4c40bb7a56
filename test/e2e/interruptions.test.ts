import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import {
  type CliOutcome,
  type CliProcess,
  cli,
  cliJson,
  startCli,
  temporaryFolder,
} from './cli-process.js';
import { makeTinyWorld, TINY_TRAINING, type Trained, trainTiny } from './tiny-run.js';

/** Enough steps that a signal finds the training at work. */
const LONG_TRAINING = [...TINY_TRAINING, 'steps=400', 'validation.everySteps=100'];
const NAMES = ['--dataset', 'world', '--run', 'broken'];

let original = '';
let whole: Trained;

beforeAll(async () => {
  original = temporaryFolder();
  await makeTinyWorld(original);
  const place = ['--workspace', original, '--dataset', 'world', '--run', 'whole'];
  whole = await cliJson<Trained>('train', ...place, ...LONG_TRAINING);
}, 180_000);

/** A workspace with the same data and no run. */
async function freshWorkspace(): Promise<string> {
  const workspace = temporaryFolder();
  await cp(join(original, 'data'), join(workspace, 'data'), { recursive: true });
  await cp(join(original, 'workspace.json'), join(workspace, 'workspace.json'));
  return workspace;
}

async function startTraining(workspace: string): Promise<CliProcess> {
  const training = startCli(['train', '--workspace', workspace, ...NAMES, ...LONG_TRAINING]);
  await training.stderrHas('training on the past');
  return training;
}

/** Goes on; while the process that a killed command has left behind still ends, the lock is its. */
async function resume(workspace: string): Promise<CliOutcome> {
  for (let attempt = 0; ; attempt++) {
    const place = ['--workspace', workspace, ...NAMES];
    const outcome = await cli('train', ...place, '--resume', '--threads', '1', '--json');
    if (attempt === 100 || !outcome.stderr.includes('is in use by process')) return outcome;
    await pause(50);
  }
}

const pause = (ms: number) => new Promise(done => setTimeout(done, ms));

/** The compute process of a command, as Linux lists it. */
function computeProcessOf({ child }: CliProcess): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

describe('a training that is interrupted', () => {
  it('by Ctrl-C stops between steps with 130 and says how to go on, to the same bits', async () => {
    const workspace = await freshWorkspace();
    const training = await startTraining(workspace);
    training.child.kill('SIGINT');
    const { code, stdout, stderr } = await training.outcome;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/Run "broken" was stopped: the checkpoint of step \d+ is kept in /);
    expect(stderr).toContain(
      `Go on with: pinnerformer train --dataset world --run broken --resume --threads 1 --workspace ${workspace}`,
    );
    const resumed = await resume(workspace);
    expect(JSON.parse(resumed.stdout).checkpointSha256).toBe(whole.checkpointSha256);
  }, 120_000);

  it('by a second Ctrl-C ends at once, and still resumes to the same bits', async () => {
    const workspace = await freshWorkspace();
    const training = await startTraining(workspace);
    training.child.kill('SIGINT');
    training.child.kill('SIGINT');
    const { code } = await training.outcome;
    expect(code).toBe(130);
    const resumed = await resume(workspace);
    expect(JSON.parse(resumed.stdout).checkpointSha256).toBe(whole.checkpointSha256);
  }, 120_000);

  it.skipIf(process.platform !== 'linux')(
    'by the death of its compute process is interrupted and says how to go on',
    async () => {
      const workspace = await freshWorkspace();
      const training = await startTraining(workspace);
      process.kill(computeProcessOf(training), 'SIGKILL');
      const { code, stderr } = await training.outcome;
      expect(code).toBe(1);
      expect(stderr).toContain('error: run "broken" was interrupted, ');
      expect(stderr).toContain('the compute process was killed (SIGKILL)');
      expect(stderr).toContain('Go on with: pinnerformer train --dataset world --run broken');
      const resumed = await resume(workspace);
      expect(JSON.parse(resumed.stdout).checkpointSha256).toBe(whole.checkpointSha256);
    },
    120_000,
  );

  it('by SIGKILL of the whole command, again and again, ends with the same bits', async () => {
    const seed = 20_101_113;
    const rng = Rng.derive(seed, 'moments of SIGKILL');
    const workspace = await freshWorkspace();
    let training = await startTraining(workspace);
    for (let kill = 0; kill < 3; kill++) {
      await pause(rng.int(400));
      training.child.kill('SIGKILL');
      await training.outcome;
      if (kill === 2) break;
      training = startCli([
        'train',
        '--workspace',
        workspace,
        ...NAMES,
        '--resume',
        '--threads',
        '1',
      ]);
    }
    const resumed = await resume(workspace);
    expect(resumed.stderr, `seed ${seed}`).not.toContain('error:');
    expect(JSON.parse(resumed.stdout).checkpointSha256, `seed ${seed}`).toBe(
      whole.checkpointSha256,
    );
  }, 180_000);

  it('leaves a workspace that another command may use', async () => {
    const workspace = await freshWorkspace();
    const training = await startTraining(workspace);
    const second = await cli(...['train', '--workspace', workspace, ...NAMES, ...TINY_TRAINING]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/the workspace is in use by process \d+/);
    training.child.kill('SIGINT');
    await training.outcome;
    const other = await trainTiny(workspace, 'other');
    expect(other.run).toBe('other');
  }, 120_000);
});
