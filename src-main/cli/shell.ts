import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { isStudioError, StudioError } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { createEngine, type Engine } from '../services/engine.js';
import { stackWithCauses } from '../services/job-protocol.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import { errorInFlags, type Flags } from './flag-words.js';
import { Output } from './output.js';
import type { TextStream } from './terminal/progress-display.js';

/** The options that every command has. */
export interface CommonOptions {
  readonly workspace: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What a command works with. */
export interface CommandRun {
  readonly engine: Engine;
  readonly output: Output;
  readonly context: JobContext;
  /** `--workspace DIR` as a person would have to repeat it, empty where it is the default. */
  readonly workspaceFlag: string;
}

/** What surrounds the commands; a parameter, so that tests need no process of their own. */
export interface ShellOptions {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Emits SIGINT and SIGTERM. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Ends the process at once, after a second Ctrl-C. */
  readonly exit: (code: number) => void;
}

export const DEFAULT_WORKSPACE = process.env.PINNERFORMER_WORKSPACE ?? 'pinnerformer-workspace';

/** Runs commands: gives them an engine, turns Ctrl-C into a cancel, errors into a sentence and a code. */
export class Shell {
  exitCode: number = EXIT.success;
  readonly options: ShellOptions;
  /** Of all commands; whoever makes these sets them. */
  flags: Flags = new Map();

  constructor(options: ShellOptions) {
    this.options = options;
  }

  /** `onInterrupt` is what the first Ctrl-C says. */
  async run(
    options: CommonOptions,
    work: (run: CommandRun) => Promise<void>,
    onInterrupt = 'Stopping after the present step; press Ctrl-C again to stop at once.',
  ): Promise<void> {
    const { stdout, stderr, signals, exit } = this.options;
    const output = new Output(stdout, stderr, {
      json: options.json === true,
      quiet: options.quiet === true,
      flags: this.flags,
    });
    const cancelling = new AbortController();
    let child: ChildProcess | undefined;
    const interrupt = () => {
      if (cancelling.signal.aborted) {
        child?.kill('SIGKILL');
        output.stop();
        exit(EXIT.cancelled);
      } else {
        output.note(onInterrupt);
        cancelling.abort();
      }
    };
    signals.on('SIGINT', interrupt);
    signals.on('SIGTERM', interrupt);
    const engine = createEngine({
      workspaceFolder: resolve(options.workspace),
      onComputeProcess: started => {
        child = started;
      },
    });
    try {
      await work({
        engine,
        output,
        context: output.jobContext(cancelling.signal),
        workspaceFlag:
          options.workspace === DEFAULT_WORKSPACE
            ? ''
            : ` --workspace ${quoted(options.workspace)}`,
      });
    } catch (error) {
      this.exitCode = exitCodeOf(error);
      reportError(error, output, this.flags, options.verbose === true);
    } finally {
      signals.off('SIGINT', interrupt);
      signals.off('SIGTERM', interrupt);
      output.stop();
    }
  }
}

/** One sentence: place, value, remedy. What nobody foresaw is INTERNAL; its stack only under --verbose. */
function reportError(error: unknown, output: Output, flags: Flags, verbose: boolean): void {
  const known = isStudioError(error) && error.code !== 'INTERNAL';
  const message = error instanceof Error ? error.message : String(error);
  const described = isStudioError(error)
    ? errorInFlags(error, flags).describe()
    : new StudioError('INTERNAL', `INTERNAL: ${message}`).describe();
  const hint = known || verbose ? '' : ' Run it again with --verbose to see where it happened.';
  const verb = isStudioError(error, 'CANCELLED') ? '' : 'error: ';
  output.alert(`${verb}${described}${hint}`);
  if (verbose) output.alert(stackWithCauses(error));
}

/** A word as a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
