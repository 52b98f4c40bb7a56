import { MultiBar, type SingleBar } from 'cli-progress';
import type { Progress } from '../../base/progress.js';
import { describeProgress } from './progress-line.js';
import { fitTo } from './width.js';

/** Where a command shows what its job is doing. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** A line that stays, above the progress. */
  note(line: string): void;
  /** Removes the bar; may be called more than once. */
  stop(): void;
}

/** A terminal's stream, or a pipe's. */
export type TextStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** A line at most this often where no terminal shows a bar. */
const CALM_INTERVAL_MS = 5_000;

/** Seconds since the present stage began. */
function stageClock(now: () => number): (stage: string) => number {
  let current: string | undefined;
  let startedAt = 0;
  return stage => {
    if (stage !== current) {
      current = stage;
      startedAt = now();
    }
    return (now() - startedAt) / 1_000;
  };
}

/** A line for every stage, then one every five seconds: what a log file or a CI can be read by. */
export function calmLines(stream: TextStream, now: () => number = Date.now): ProgressDisplay {
  const elapsed = stageClock(now);
  let stage: string | undefined;
  let shownAt = 0;
  return {
    show(progress) {
      const seconds = elapsed(progress.stage);
      if (progress.stage === stage && now() - shownAt < CALM_INTERVAL_MS) return;
      stage = progress.stage;
      shownAt = now();
      stream.write(`${describeProgress(progress, seconds)}\n`);
    },
    note: line => void stream.write(`${line}\n`),
    stop: () => undefined,
  };
}

/** One bar at the foot of a terminal; notes stand above it. */
export function progressBar(stream: TextStream, now: () => number = Date.now): ProgressDisplay {
  const elapsed = stageClock(now);
  let bars: MultiBar | undefined;
  let bar: SingleBar | undefined;
  const columns = () => Math.max(40, stream.columns ?? 80);
  return {
    show(progress) {
      const line = describeProgress(progress, elapsed(progress.stage));
      const total = progress.total ?? 0;
      if (!bars || !bar) {
        bars = new MultiBar({
          stream,
          format: '{bar} {line}',
          barCompleteChar: '━',
          barIncompleteChar: '─',
          barsize: 16,
          emptyOnZero: true,
          hideCursor: true,
          clearOnComplete: true,
          gracefulExit: false,
        });
        bar = bars.create(total, progress.done, { line: '' });
      }
      bar.setTotal(total);
      bar.update(Math.min(progress.done, total), { line: fitTo(line, columns() - 19) });
    },
    note(line) {
      if (bars) bars.log(`${line}\n`);
      else stream.write(`${line}\n`);
    },
    stop() {
      // Notes still in the bar's buffer are written by its last update.
      bars?.update();
      bars?.stop();
      bars = undefined;
      bar = undefined;
    },
  };
}
