import { setImmediate } from 'node:timers/promises';
import { StudioError } from '../../base/errors.js';

/** A question on its way through the queue. */
export interface QueuedRequest {
  readonly id: number;
  /** Requests of one key displace each other; one without a key stands alone. */
  readonly key?: string | undefined;
  readonly work: (signal: AbortSignal) => Promise<unknown>;
  /** Told once: what came of it. */
  readonly settle: (outcome: { readonly result: unknown } | { readonly error: unknown }) => void;
}

interface Entry extends QueuedRequest {
  readonly cancelling: AbortController;
}

/**
 * A queue of one worker in which a newer request displaces older ones of its key: they fail as CANCELLED,
 * a running one at its next look at its signal. What is asked in one go is all seen before work begins.
 */
export class LatestWinsQueue {
  #waiting: Entry[] = [];
  #running: Entry | undefined;
  #pumping = false;

  submit(request: QueuedRequest): void {
    if (request.key !== undefined)
      for (const entry of this.#entries())
        if (entry.key === request.key) this.#drop(entry, 'A newer request took its place.');
    this.#waiting.push({ ...request, cancelling: new AbortController() });
    void this.#pump();
  }

  /** A request that is done already is left alone. */
  cancel(id: number): void {
    for (const entry of this.#entries())
      if (entry.id === id) this.#drop(entry, 'The request was cancelled.');
  }

  #entries(): Entry[] {
    return this.#running ? [this.#running, ...this.#waiting] : [...this.#waiting];
  }

  #drop(entry: Entry, reason: string): void {
    entry.cancelling.abort();
    if (entry === this.#running) return;
    this.#waiting = this.#waiting.filter(other => other !== entry);
    entry.settle({ error: new StudioError('CANCELLED', reason) });
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        await setImmediate();
        const entry = this.#waiting.shift();
        if (!entry) return;
        this.#running = entry;
        const outcome = await entry.work(entry.cancelling.signal).then(
          result => ({ result }),
          (error: unknown) => ({ error }),
        );
        this.#running = undefined;
        const late = entry.cancelling.signal.aborted;
        entry.settle(
          late
            ? { error: new StudioError('CANCELLED', 'A newer request took its place.') }
            : outcome,
        );
      }
    } finally {
      this.#pumping = false;
    }
  }
}
