import type { TrainOutput } from '../../../src-main/contract/outputs.js';
import type { Studio } from '../../state/studio.js';

/** Between two questions for the metrics of a running training. */
const PAUSE_MS = 500;

/** Metrics of a run, asked for at most twice a second while it trains. */
export class LiveMetrics {
  metrics = $state.raw<TrainOutput['metrics']>([]);
  /** Step of the run's newest checkpoint; it may have been made between two lines of metrics. */
  kept = $state(0);
  #client: Studio['client'];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run: string | null = null;

  constructor(client: Studio['client']) {
    this.#client = client;
  }

  /** Follows a run until `stop`; the metrics of another one are dropped. */
  follow(run: string): void {
    if (this.#run === run && this.#timer !== undefined) return;
    this.stop();
    if (this.#run !== run) {
      this.metrics = [];
      this.kept = 0;
    }
    this.#run = run;
    this.#ask();
  }

  /** The metrics of a run that stands still. */
  load(run: string): void {
    this.follow(run);
    this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #ask(): void {
    const run = this.#run;
    if (run === null) return;
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
    // A run that is not written yet has no metrics; the next question may find some.
    this.#client.runs
      .show({ run })
      .then(({ metrics, steps }) => {
        if (run !== this.#run) return;
        this.kept = steps;
        if (metrics.length > 0) this.metrics = metrics;
      })
      .catch(() => undefined);
  }
}
