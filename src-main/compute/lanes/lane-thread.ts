import { Worker } from 'node:worker_threads';
import { entryPath } from '../../base/entries.js';
import type { HostArray } from '../program.js';
import type { LaneAnswer, LaneData, LaneRequest } from './lane-messages.js';

interface Waiting {
  readonly resolve: (values: Record<string, HostArray> | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** A request of a lane that failed only because another lane had. */
export class LaneLost extends Error {}

/** One lane as its device speaks to it: requests are answered in their order. */
export class LaneThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;

  constructor(data: LaneData) {
    this.#worker = new Worker(entryPath('lane-worker'), { workerData: data });
    this.#worker.on('message', (answer: LaneAnswer) => {
      const waiting = this.#waiting.shift();
      if ('values' in answer) waiting?.resolve(answer.values);
      else waiting?.reject(answer.lost ? new LaneLost(answer.error) : new Error(answer.error));
    });
    this.#worker.on('error', error =>
      this.#fail(error instanceof Error ? error : new Error(String(error))),
    );
    this.#worker.on('exit', () => this.#fail(new Error('internal: a lane has ended')));
  }

  /** `give` are buffers of the request that its sender needs no more. */
  ask(
    request: LaneRequest,
    give: readonly ArrayBuffer[] = [],
  ): Promise<Record<string, HostArray> | undefined> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request, [...give]);
    });
  }

  /** Lets the lane free what it holds and end. */
  async close(): Promise<void> {
    if (this.#failure) return;
    const ended = new Promise(resolve => this.#worker.once('exit', resolve));
    await this.ask({ kind: 'close' });
    await ended;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
