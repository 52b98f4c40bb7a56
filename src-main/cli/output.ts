import type { JobContext } from '../base/progress.js';
import { throttleLatest } from '../services/throttle.js';
import { type Flags, inFlags } from './flag-words.js';
import {
  calmLines,
  type ProgressDisplay,
  progressBar,
  type TextStream,
} from './terminal/progress-display.js';

export interface OutputOptions {
  /** One JSON document on stdout instead of text. */
  readonly json: boolean;
  /** No progress and no notes; results are still printed. */
  readonly quiet: boolean;
  /** By which notes and results name the settings that they speak of. */
  readonly flags: Flags;
}

/**
 * Where a command's words go: results to stdout, as text or as one JSON document; progress and notes
 * to stderr, so that a pipe carries results only.
 */
export class Output {
  readonly json: boolean;
  readonly #stdout: TextStream;
  readonly #stderr: TextStream;
  readonly #display: ProgressDisplay | undefined;
  readonly #flags: Flags;

  constructor(stdout: TextStream, stderr: TextStream, options: OutputOptions) {
    this.json = options.json;
    this.#flags = options.flags;
    this.#stdout = stdout;
    this.#stderr = stderr;
    if (!options.quiet) this.#display = stderr.isTTY ? progressBar(stderr) : calmLines(stderr);
  }

  /** The result: `document` where JSON is asked for, else the text that `render` makes of it. */
  result<T>(document: T, render: (document: T) => string): void {
    this.stop();
    const text = this.json
      ? JSON.stringify(document, null, 2)
      : inFlags(render(document), this.#flags);
    this.#stdout.write(`${text}\n`);
  }

  /** A calm line on stderr; nothing under --quiet. */
  note(line: string): void {
    this.#display?.note(inFlags(line, this.#flags));
  }

  /** A line that must be seen, --quiet or not: an error, how to go on. */
  alert(line: string): void {
    this.stop();
    this.#stderr.write(`${line}\n`);
  }

  stop(): void {
    this.#display?.stop();
  }

  /** What jobs are given: progress and notes of the job go to stderr. */
  jobContext(signal: AbortSignal): JobContext {
    const display = this.#display;
    if (!display) return { signal };
    const progress = throttleLatest<Parameters<ProgressDisplay['show']>[0]>(p => display.show(p));
    return {
      signal,
      onProgress: latest => progress.push(latest),
      onNote: line => this.note(line),
    };
  }
}
