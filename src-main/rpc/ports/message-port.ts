import { type Port, PortEnd } from '../port.js';
import type { Message } from '../protocol.js';
import { withOwnBuffers } from '../typed-arrays.js';

/** A MessagePort of a page or of worker_threads, as far as it is used here. */
export interface DomPort {
  postMessage(message: unknown): void;
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(name: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** A MessagePort of Electron's main and utility processes, as far as it is used here. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(name: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(name: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * A port over a MessagePort. Arrays are cloned, not transferred: between Electron's processes a
 * transfer list arrives empty.
 */
export function messagePort(port: DomPort | EmitterPort): Port {
  const end = new PortEnd();
  // Both ends are ours, so what comes is a message.
  const receive = (event: { readonly data: unknown }) => end.receive(event.data as Message);
  if ('addEventListener' in port) {
    port.addEventListener('message', receive);
    port.addEventListener('close', () => end.end());
  } else {
    port.on('message', receive);
    port.on('close', () => end.end());
  }
  port.start();
  return {
    send(message) {
      if (!end.closed) port.postMessage(withOwnBuffers(message));
    },
    onMessage: listener => end.listen(listener),
    onClose: listener => end.listenForClose(listener),
    close() {
      port.close();
      end.end();
    },
  };
}
