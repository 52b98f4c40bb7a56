/**
 * A thread that makes batches: reads the shared columns, draws what it is asked for and hands the
 * arrays over. It keeps no order and no state between steps, so that threads are interchangeable.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type FinishedTask, makeBatchMaker } from './batch-maker.js';
import type { Batch } from './batch-writer.js';

/** Answer to a step's number. */
export type BatchAnswer =
  | { readonly step: number; readonly batch: Batch; readonly seconds: number }
  | { readonly step: number; readonly error: unknown };

const port = parentPort;
if (!port) throw new Error('internal: batch-worker is a thread of the compute process');
const makeBatch = makeBatchMaker(workerData as FinishedTask);
port.on('message', (step: number) => {
  let answer: BatchAnswer;
  const startMs = performance.now();
  try {
    const batch = makeBatch(step);
    answer = { step, batch, seconds: (performance.now() - startMs) / 1000 };
    port.postMessage(
      answer,
      batch.parts.flatMap(arrays =>
        Object.values(arrays).map(array => array.buffer as ArrayBuffer),
      ),
    );
  } catch (error) {
    answer = { step, error };
    port.postMessage(answer);
  }
});
