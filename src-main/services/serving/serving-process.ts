import { type ChildProcess, fork } from 'node:child_process';
import { entryPath } from '../../base/entries.js';
import { StudioError } from '../../base/errors.js';
import type { DeviceName } from '../../compute/program.js';
import { fromPlainError } from '../job-protocol.js';
import { describeDeath, keepLastOutput } from '../process-death.js';
import type { FromServingHost, ToServingHost } from './protocol.js';

export interface ServingClientOptions {
  readonly device?: DeviceName | 'auto' | undefined;
  /** Threads of its device, 1 when absent: training and the windows need the others. */
  readonly threads?: number | undefined;
  /** The program to fork; the built serve-host by default. */
  readonly hostPath?: string | undefined;
  /** Told of every process that starts, so that a shell can kill it hard. */
  readonly onStarted?: ((child: ChildProcess) => void) | undefined;
  readonly onNote?: ((line: string) => void) | undefined;
  /** The process ends, and gives its memory back, when nothing was asked for so long; 10 minutes when absent. */
  readonly idleMs?: number | undefined;
}

const IDLE_MS = 10 * 60_000;

/** How one question is asked. */
export interface AskContext {
  readonly signal?: AbortSignal | undefined;
  /** A newer question of the same channel displaces older ones, which fail as CANCELLED. */
  readonly channel?: string | undefined;
}

interface Asked {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly forget: () => void;
}

/** The client's side of the serving process: starts it when it is needed and notices its death. */
export class ServingProcess {
  readonly #folder: string;
  readonly #options: ServingClientOptions;
  #child: ChildProcess | undefined;
  #asked = new Map<number, Asked>();
  #nextId = 1;
  #idle: NodeJS.Timeout | undefined;

  constructor(folder: string, options: ServingClientOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  ask(method: string, params: unknown, { signal, channel }: AskContext): Promise<unknown> {
    if (signal?.aborted)
      return Promise.reject(new StudioError('CANCELLED', 'The request was cancelled.'));
    this.#child ??= this.#start();
    const child = this.#child;
    clearTimeout(this.#idle);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const cancel = () => this.#send(child, { type: 'cancel', id });
      signal?.addEventListener('abort', cancel, { once: true });
      const forget = () => signal?.removeEventListener('abort', cancel);
      this.#asked.set(id, { resolve, reject, forget });
      this.#send(child, { type: 'ask', id, method, params, key: channel });
    });
  }

  stop(): void {
    const child = this.#child;
    this.#gone('the serving process was stopped.');
    child?.kill('SIGTERM');
  }

  #start(): ChildProcess {
    const { device = 'auto', threads = 1, hostPath, onStarted } = this.#options;
    const child = fork(
      hostPath ?? entryPath('serve-host'),
      [this.#folder, device, String(threads)],
      {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        execArgv: [],
      },
    );
    onStarted?.(child);
    const lastOutput = keepLastOutput(child);
    child.on('message', (message: FromServingHost) => this.#receive(message));
    child.once('error', error => {
      if (child === this.#child)
        this.#gone(`the serving process could not be started: ${error.message}.`);
    });
    child.once('close', (code, signal) => {
      if (child === this.#child)
        this.#gone(`the serving process ${describeDeath(code, signal)}.`, lastOutput());
    });
    return child;
  }

  #send(child: ChildProcess, message: ToServingHost): void {
    if (child.connected) child.send(message, () => undefined);
  }

  #receive(message: FromServingHost): void {
    if (message.type === 'note') {
      this.#options.onNote?.(message.line);
      return;
    }
    const asked = this.#asked.get(message.id);
    if (!asked) return;
    this.#asked.delete(message.id);
    asked.forget();
    if (message.type === 'answer') asked.resolve(message.result);
    else asked.reject(fromPlainError(message.error));
    if (this.#asked.size === 0) this.#waitIdle();
  }

  #waitIdle(): void {
    this.#idle = setTimeout(() => this.stop(), this.#options.idleMs ?? IDLE_MS);
    this.#idle.unref();
  }

  /** All that was asked fails; the next question starts a new process. */
  #gone(reason: string, lastOutput?: string): void {
    this.#child = undefined;
    clearTimeout(this.#idle);
    const asked = [...this.#asked.values()];
    this.#asked = new Map();
    for (const { forget, reject } of asked) {
      forget();
      reject(
        new StudioError('UNAVAILABLE', reason, {
          remedy: 'Ask again: a new one is started for the next question.',
          ...(lastOutput ? { cause: new Error(lastOutput) } : {}),
        }),
      );
    }
  }
}
