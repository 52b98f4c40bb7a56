import {
  MessageChannelMain,
  type MessagePortMain,
  type UtilityProcess,
  utilityProcess,
} from 'electron';
import { entryPath } from '../base/entries.js';
import { StudioError } from '../base/errors.js';

/** What main tells the engine's process; `serve` brings a port. */
export type ToEngine = { readonly kind: 'serve' } | { readonly kind: 'close' };

/** An engine that dies this often within the time is not started again by itself. */
const DEATHS_ALLOWED = 4;
const DEATHS_WITHIN_MS = 60_000;
/** How long a closing engine may take to save before it is killed. */
const CLOSING_MS = 5000;

/**
 * The process of one workspace's engine. It starts with the first port that is asked for, and anew with
 * the next one when it has died:
 *
 *     none ──connect()──> running ──exit──> none (told by onLost)
 */
export class EngineHost {
  readonly #workspaceFolder: string;
  readonly #now: () => number;
  #child: UtilityProcess | undefined;
  #deathsAtMs: number[] = [];
  #closing = false;
  readonly #lostListeners = new Set<() => void>();

  constructor(workspaceFolder: string, now: () => number = Date.now) {
    this.#workspaceFolder = workspaceFolder;
    this.#now = now;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** A new port to the engine, for a window or for main itself. UNAVAILABLE when it keeps dying. */
  connect(): MessagePortMain {
    this.#child ??= this.#start();
    const { port1, port2 } = new MessageChannelMain();
    const message: ToEngine = { kind: 'serve' };
    this.#child.postMessage(message, [port1]);
    return port2;
  }

  /** Told each time the process has ended by itself: every port to it is dead. */
  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => void this.#lostListeners.delete(listener);
  }

  /** Lets the engine save and end; resolves when it has. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    const message: ToEngine = { kind: 'close' };
    child.postMessage(message);
    const killing = setTimeout(() => child.kill(), CLOSING_MS);
    await ended;
    clearTimeout(killing);
  }

  #start(): UtilityProcess {
    const since = this.#now() - DEATHS_WITHIN_MS;
    this.#deathsAtMs = this.#deathsAtMs.filter(atMs => atMs > since);
    if (this.#closing) throw new StudioError('UNAVAILABLE', 'The engine is being closed.');
    if (this.#deathsAtMs.length > DEATHS_ALLOWED)
      throw new StudioError(
        'UNAVAILABLE',
        `The engine ended ${this.#deathsAtMs.length} times within a minute.`,
        { remedy: 'What it printed stands in the terminal; start the app from one to read it.' },
      );
    const child = utilityProcess.fork(entryPath('engine-process'), [this.#workspaceFolder], {
      serviceName: 'PinnerFormer engine',
      stdio: 'inherit',
    });
    child.once('exit', () => {
      this.#child = undefined;
      if (this.#closing) return;
      this.#deathsAtMs.push(this.#now());
      for (const listener of [...this.#lostListeners]) listener();
    });
    return child;
  }
}
