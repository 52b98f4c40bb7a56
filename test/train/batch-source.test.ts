import { afterEach, expect, test } from 'vitest';
import { type BatchSource, openBatchSource } from '../../src-main/train/batch-source.js';
import type { Batch } from '../../src-main/train/batch-writer.js';
import { finishTask } from '../../src-main/train/finish-task.js';
import { batchTask } from './batch-task.js';

const task = finishTask(batchTask({ model: { dropout: { input: 0.1, residual: 0 } } }));
let source: BatchSource | undefined;
afterEach(async () => source?.dispose());

async function take(workers: number, firstStep: number, endStep: number): Promise<Batch[]> {
  source = openBatchSource(task, { firstStep, endStep, workers, ahead: 2 });
  const batches: Batch[] = [];
  for (let step = firstStep; step < endStep; step++) batches.push(await source.next());
  await source.dispose();
  return batches;
}

test('batches come in order and alike from no, one and two workers', async () => {
  const inline = await take(0, 0, 9);
  expect(inline.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await take(1, 0, 9)).toEqual(inline);
  expect(await take(2, 0, 9)).toEqual(inline);
  // From the middle on, as after a resume.
  expect(await take(2, 4, 9)).toEqual(inline.slice(4));
});

test('a worker makes no more batches ahead than it may', async () => {
  source = openBatchSource(task, { firstStep: 0, endStep: 100, workers: 1, ahead: 2 });
  await source.next();
  await source.next();
  const third = await source.next();
  expect(third.step).toBe(2);
  expect(source.waitedSeconds).toBeGreaterThan(0);
});

test('an error of a worker is thrown where the batch is wanted', async () => {
  const broken = { ...task, plans: [] };
  source = openBatchSource(broken, { firstStep: 0, endStep: 10, workers: 1 });
  await expect(source.next()).rejects.toThrow(/batch 0 fits no plan/);
});
