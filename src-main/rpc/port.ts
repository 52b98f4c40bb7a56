import type { Message } from './protocol.js';

/**
 * A two-way channel for messages, in order and each once: between two threads, processes or machines.
 * What came before `onMessage` is kept until there is a listener.
 */
export interface Port {
  /** Throws when the message holds what cannot cross; does nothing once the port is closed. */
  send(message: Message): void;
  /** There is one listener. */
  onMessage(listener: (message: Message) => void): void;
  /** Told once when either side has closed or the way between them is lost; at once if it is already. */
  onClose(listener: () => void): void;
  close(): void;
}

/** The part of a port that is the same for all: who listens, what waits for a listener, what is over. */
export class PortEnd {
  #listener: ((message: Message) => void) | undefined;
  readonly #waiting: Message[] = [];
  readonly #closeListeners: (() => void)[] = [];
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  listen(listener: (message: Message) => void): void {
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) listener(message);
  }

  listenForClose(listener: () => void): void {
    if (this.#closed) listener();
    else this.#closeListeners.push(listener);
  }

  receive(message: Message): void {
    if (this.#closed) return;
    if (this.#listener) this.#listener(message);
    else this.#waiting.push(message);
  }

  /** The end of it, from whichever side; only the first time counts. */
  end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting.length = 0;
    for (const listener of this.#closeListeners.splice(0)) listener();
  }
}
