import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Workspace } from '../../../src-main/data/workspace.js';
import { runInComputeProcess } from '../../../src-main/services/job-process.js';
import { jobRunners } from '../../../src-main/services/job-queue/job-runners.js';
import { readCheckpoint } from '../../../src-main/train/checkpoint.js';
import type { TrainReport } from '../../../src-main/train/trainer.js';
import { quickConfig, removeWorkspace, workspaceWithWorld } from '../../train/world-run.js';
import { ask, queueWith } from './queue-of.js';

// Three trainings in processes of their own, perhaps beside other tests.
vi.setConfig({ testTimeout: 180_000 });

let workspace: Workspace;
beforeAll(async () => {
  workspace = await workspaceWithWorld();
  await workspace.close();
});
afterAll(() => removeWorkspace(workspace));

/** Long enough that it is still at work when it is told to pause. */
const config = { ...quickConfig, steps: 60, validation: { everySteps: 30, patience: 0 } };
const training = (run: string) =>
  ask('train', run, { run, dataset: 'world', config, threads: 1, seed: 3 });

/** A queue of real jobs, each in a process of its own. */
function realQueue() {
  return queueWith(jobRunners(workspace.folder, runInComputeProcess));
}

/** A training that was paused at the first step that it told of. */
async function pausedTraining(run: string) {
  const { queue } = realQueue();
  const { id, result } = queue.enqueue(training(run));
  const stop = queue.feed(([job]) => {
    if (job?.progress?.stage.includes('train') && job.progress.done > 0) queue.pause(id);
  });
  const error = await result.then(
    () => expect.unreachable('it should have been paused'),
    failure => failure,
  );
  stop();
  expect(error).toMatchObject({ code: 'CANCELLED' });
  expect(queue.records[0]).toMatchObject({ status: 'paused', resumable: true });
  return { queue, id };
}

test('a paused training goes on to the same bits as one that was not paused', async () => {
  const { queue } = realQueue();
  const whole = (await queue.enqueue(training('whole')).result) as TrainReport;
  const { queue: paused, id } = await pausedTraining('paused');
  const resumed = (await paused.resume(id).result) as TrainReport;
  expect([resumed.run, resumed.steps]).toEqual(['paused', whole.steps]);
  const [one, other] = await Promise.all(
    [whole, resumed].map(({ checkpoint }) => readCheckpoint(checkpoint)),
  );
  expect(one?.arrays).toEqual(other?.arrays);
});

test('a training whose run is gone is trained anew when it is resumed', async () => {
  const { queue, id } = await pausedTraining('gone');
  await rm(workspace.path('runs', 'gone'), { recursive: true });
  const lines: string[] = [];
  queue.log(id, told => {
    lines.splice(0, lines.length, ...told.map(({ text }) => text));
  });
  const report = (await queue.resume(id).result) as TrainReport;
  expect(report.run).toBe('gone');
  await queue.close();
  expect(lines).toContain('There is no run to go on with; it is trained from the beginning.');
});

test('a job that only knows the run that it goes on with says that it is gone', async () => {
  const { queue } = realQueue();
  const { id, result } = queue.enqueue(ask('train', 'lost', { run: 'lost', resume: true }));
  await expect(result).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(queue.resume(id).result).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'run "lost" is gone, so it cannot go on.',
    remedy: 'Run the cell that trains it again.',
  });
});
