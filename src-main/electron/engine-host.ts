import {
  MessageChannelMain,
  type MessagePortMain,
  type UtilityProcess,
  utilityProcess,
} from 'electron';
import { entryPath } from '../base/entries.js';
import { StudioError } from '../base/errors.js';

/**
 * What main tells the engine's process over the one port that it is given at its start; `serve` brings a
 * port. Never by `postMessage` of the process itself: where that has died and its exit is not told yet,
 * main would go down with it (electron/electron#53923).
 */
export type ToEngine = { readonly kind: 'serve' } | { readonly kind: 'close' };

/** An engine that dies this often within the time is not started again by itself. */
const DEATHS_ALLOWED = 4;
const DEATHS_WITHIN_MS = 60_000;
/** How long a closing engine may take to save before it is killed. */
const CLOSING_MS = 5000;

interface Running {
  readonly child: UtilityProcess;
  readonly control: MessagePortMain;
}

/**
 * The process of one workspace's engine. It starts with the first port that is asked for, and anew with
 * the next one when it has died, as its control port is often the first to tell:
 *
 *     none ──connect()──> running ──port closed or exit──> none (told by onLost)
 */
export class EngineHost {
  readonly #workspaceFolder: string;
  readonly #now: () => number;
  #running: Running | undefined;
  #deathsAtMs: number[] = [];
  #closing = false;
  readonly #lostListeners = new Set<() => void>();

  constructor(workspaceFolder: string, now: () => number = Date.now) {
    this.#workspaceFolder = workspaceFolder;
    this.#now = now;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /** A new port to the engine, for a window or for main itself. UNAVAILABLE when it keeps dying. */
  connect(): MessagePortMain {
    this.#running ??= this.#start();
    const { port1, port2 } = new MessageChannelMain();
    const message: ToEngine = { kind: 'serve' };
    this.#running.control.postMessage(message, [port1]);
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
    if (!this.#running) return;
    const { child, control } = this.#running;
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    const message: ToEngine = { kind: 'close' };
    control.postMessage(message);
    const killing = setTimeout(() => child.kill(), CLOSING_MS);
    await ended;
    clearTimeout(killing);
  }

  #start(): Running {
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
    const { port1, port2: control } = new MessageChannelMain();
    child.postMessage(null, [port1]);
    const running = { child, control };
    child.once('exit', () => this.#ended(running));
    control.on('close', () => this.#ended(running));
    control.start();
    return running;
  }

  #ended(running: Running): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    if (this.#closing) return;
    this.#deathsAtMs.push(this.#now());
    for (const listener of [...this.#lostListeners]) listener();
  }
}
