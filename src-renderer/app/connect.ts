/**
 * The way from a page to the engine: in the desktop window over a MessagePort that the preload script
 * passes on, in a browser over a WebSocket to the server that the page came from.
 */
import { api } from '../../src-main/contract/api.js';
import type { Port } from '../../src-main/rpc/port.js';
import { messagePort } from '../../src-main/rpc/ports/message-port.js';
import { webSocketPort } from '../../src-main/rpc/ports/web-socket.js';
import { type ReconnectingClient, reconnecting } from '../../src-main/rpc/reconnecting.js';

export type Connection = ReconnectingClient<typeof api>;

/** Asks the window's main process for a port; it answers with a message that carries one. */
export type AskForPort = () => void;

/** What the preload script says to the page, and where the WebSocket stands on the page's server. */
const PORT_MESSAGE = 'studio:port';
const ENGINE_PATH = '/engine';

/** Connects, and goes on connecting; `askForPort` is there in the desktop window only. */
export function connectToEngine(askForPort: AskForPort | undefined): Connection {
  return reconnecting(api, askForPort ? () => portOfWindow(askForPort) : openSocket);
}

function portOfWindow(ask: AskForPort): Promise<Port> {
  return new Promise(resolve => {
    const listener = ({ source, data, ports }: MessageEvent) => {
      if (source !== window || data !== PORT_MESSAGE || !ports[0]) return;
      window.removeEventListener('message', listener);
      resolve(messagePort(ports[0]));
    };
    window.addEventListener('message', listener);
    ask();
  });
}

function openSocket(): Promise<Port> {
  const address = new URL(ENGINE_PATH, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => resolve(webSocketPort(socket)), { once: true });
    socket.addEventListener(
      'error',
      () => reject(new Error('the server does not answer; is it still running?')),
      { once: true },
    );
  });
}
