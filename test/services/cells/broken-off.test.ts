import { expect, test } from 'vitest';
import type { JobRecord } from '../../../src-main/contract/jobs.js';
import { brokenOff } from '../../../src-main/services/cells/broken-off.js';
import { JobInterrupted } from '../../../src-main/services/job-process.js';
import { temporaryFolder } from '../../e2e/cli-process.js';
import { ask, queueOf, untilCancelled } from '../job-queue/queue-of.js';

const cell = { notebook: 'n', name: 'c', key: 'k' };

/** A job of the cell as an engine that was killed leaves it, in the eyes of the next engine. */
async function afterKill(left: Pick<JobRecord, 'kind' | 'status' | 'startedAtMs'>) {
  const folder = temporaryFolder();
  const { store } = queueOf(untilCancelled, folder);
  const resumable = left.status === 'paused';
  const record = { id: 'j', title: 't', createdAtMs: 1, cell, resumable, ...left };
  await store.write({ version: 1, record, params: {} });
  const { queue } = queueOf(untilCancelled, folder);
  await queue.open();
  return queue;
}

test('a cell is interrupted when the engine was killed while its job ran, and a training goes on', async () => {
  const message = 'The app was closed, or its engine ended, while this ran.';
  const ran = { status: 'running', startedAtMs: 2 } as const;
  const simulation = await afterKill({ kind: 'simulate', ...ran });
  expect(brokenOff(simulation, cell)).toEqual({ status: 'interrupted', goesOn: false, message });
  const training = await afterKill({ kind: 'train', ...ran });
  expect(brokenOff(training, cell)).toEqual({ status: 'interrupted', goesOn: true, message });
});

test('what waited when the engine was killed says that it had not begun', async () => {
  const queue = await afterKill({ kind: 'train', status: 'queued' });
  expect(brokenOff(queue, cell)).toMatchObject({
    goesOn: false,
    message: 'The app was closed, or its engine ended, before this began.',
  });
});

test('a training that was paused before the engine ended is still said to be paused', async () => {
  const queue = await afterKill({ kind: 'train', status: 'paused', startedAtMs: 2 });
  expect(brokenOff(queue, cell)).toEqual({
    status: 'cancelled',
    message: 'Paused; running the cell goes on from the last checkpoint.',
  });
});

test('a process that died is named, until its job goes on', async () => {
  const died = new JobInterrupted('the compute process was killed.', 'SIGKILL', '');
  const { queue } = queueOf((context, resuming) =>
    resuming ? untilCancelled(context, resuming) : Promise.reject(died),
  );
  const { id, result } = queue.enqueue({ ...ask('simulate', 't'), cell });
  await expect(result).rejects.toBe(died);
  expect(brokenOff(queue, cell)).toMatchObject({ message: 'the compute process was killed.' });
  queue.resume(id);
  expect(brokenOff(queue, cell)).toBeUndefined();
});

test('a cell of another output, name or notebook has nothing broken off', async () => {
  const queue = await afterKill({ kind: 'simulate', status: 'running', startedAtMs: 2 });
  for (const other of [{ key: 'other' }, { name: 'other' }, { notebook: 'other' }])
    expect(brokenOff(queue, { ...cell, ...other })).toBeUndefined();
});
