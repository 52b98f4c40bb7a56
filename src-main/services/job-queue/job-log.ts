import type { JobLogLine } from '../../contract/jobs.js';
import { type Throttled, throttle } from '../../rpc/throttle.js';

type Listener = (lines: readonly JobLogLine[]) => void;

const MOST_LINES = 2000;

/** The newest 2,000 lines of a job; whoever listens is told all of them, at most ten times a second. */
export class JobLog {
  readonly #now: () => number;
  readonly #lines: JobLogLine[] = [];
  readonly #listeners = new Map<Listener, Throttled<readonly JobLogLine[]>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  write(text: string): void {
    this.#lines.push({ atMs: this.#now(), text });
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
    for (const throttled of this.#listeners.values()) throttled.push(this.#lines);
  }

  /** The whole at once, and what it has become after. */
  listen(listener: Listener): () => void {
    const throttled = throttle<readonly JobLogLine[]>(lines => listener([...lines]));
    this.#listeners.set(listener, throttled);
    throttled.push(this.#lines);
    return () => {
      this.#listeners.delete(listener);
      throttled.stop();
    };
  }

  /** Tells what waits, and nothing after. */
  close(): void {
    for (const throttled of this.#listeners.values()) {
      throttled.flush();
      throttled.stop();
    }
    this.#listeners.clear();
  }
}
