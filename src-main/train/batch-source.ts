import { Worker } from 'node:worker_threads';
import { entryPath } from '../base/entries.js';
import { type FinishedTask, makeBatchMaker } from './batch-maker.js';
import type { BatchAnswer } from './batch-worker.js';
import type { Batch } from './batch-writer.js';

/** Batches in the order of their steps, ready before they are needed. */
export interface BatchSource {
  /** The batch of the next step. */
  next(): Promise<Batch>;
  /** Seconds that `next` has made its caller wait so far. */
  readonly waitedSeconds: number;
  dispose(): Promise<void>;
}

export interface SourceOptions {
  /** The first step that is wanted, and the one after the last. */
  readonly firstStep: number;
  readonly endStep: number;
  /** Threads that make batches; 0 makes each when it is asked for. */
  readonly workers: number;
  /** Batches of one worker that may be ready or in the making. */
  readonly ahead?: number;
  /** The worker's program; the built one by default. */
  readonly workerPath?: string;
}

/** Opens a source over `workers` threads. What it gives does not depend on their number or timing. */
export function openBatchSource(task: FinishedTask, options: SourceOptions): BatchSource {
  return options.workers === 0
    ? new InlineSource(task, options.firstStep)
    : new WorkerSource(task, options);
}

class InlineSource implements BatchSource {
  readonly #make: (step: number) => Batch;
  #step: number;
  waitedSeconds = 0;

  constructor(task: FinishedTask, firstStep: number) {
    this.#make = makeBatchMaker(task);
    this.#step = firstStep;
  }

  async next(): Promise<Batch> {
    const startMs = performance.now();
    const batch = this.#make(this.#step++);
    this.waitedSeconds += (performance.now() - startMs) / 1000;
    return batch;
  }

  async dispose(): Promise<void> {}
}

interface Pending {
  readonly resolve: (batch: Batch) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Worker w makes the steps that leave the remainder w. Each has at most `ahead` steps asked for and not
 * yet taken: that is the back-pressure.
 */
class WorkerSource implements BatchSource {
  readonly #workers: Worker[];
  readonly #ready = new Map<number, Batch>();
  readonly #endStep: number;
  #step: number;
  #asked: number;
  #pending: Pending | undefined;
  #failure: { error: unknown } | undefined;
  waitedSeconds = 0;

  constructor(task: FinishedTask, options: SourceOptions) {
    const path = options.workerPath ?? entryPath('batch-worker');
    this.#step = options.firstStep;
    this.#asked = options.firstStep;
    this.#endStep = options.endStep;
    this.#workers = Array.from({ length: options.workers }, () => {
      const worker = new Worker(path, { workerData: task });
      worker.on('message', (answer: BatchAnswer) => this.#take(answer));
      worker.on('error', error => this.#fail(error));
      worker.on('exit', code => {
        if (code !== 0) this.#fail(new Error(`internal: a batch worker ended with code ${code}`));
      });
      return worker;
    });
    for (let i = 0; i < (options.ahead ?? 3) * options.workers; i++) this.#ask();
  }

  async next(): Promise<Batch> {
    const startMs = performance.now();
    const batch = await this.#wait();
    this.waitedSeconds += (performance.now() - startMs) / 1000;
    this.#step++;
    this.#ask();
    return batch;
  }

  async dispose(): Promise<void> {
    this.#failure ??= { error: new Error('internal: the batch source was closed') };
    await Promise.all(this.#workers.map(worker => worker.terminate()));
  }

  #ask(): void {
    if (this.#asked >= this.#endStep) return;
    this.#workers[this.#asked % this.#workers.length]?.postMessage(this.#asked);
    this.#asked++;
  }

  #wait(): Promise<Batch> {
    const batch = this.#ready.get(this.#step);
    if (batch) {
      this.#ready.delete(this.#step);
      return Promise.resolve(batch);
    }
    if (this.#failure) return Promise.reject(this.#failure.error);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  #take(answer: BatchAnswer): void {
    if ('error' in answer) {
      this.#fail(answer.error);
      return;
    }
    if (answer.step === this.#step && this.#pending) {
      const { resolve } = this.#pending;
      this.#pending = undefined;
      resolve(answer.batch);
    } else this.#ready.set(answer.step, answer.batch);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}
