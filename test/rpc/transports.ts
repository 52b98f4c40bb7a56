import { once } from 'node:events';
import { createServer } from 'node:http';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Port } from '../../src-main/rpc/port.js';
import { inMemoryPorts } from '../../src-main/rpc/ports/in-memory.js';
import { messagePort } from '../../src-main/rpc/ports/message-port.js';
import { webSocketPort } from '../../src-main/rpc/ports/web-socket.js';

/** Two ends of one connection, and what is to be closed after a test. */
export interface Pair {
  readonly near: Port;
  readonly far: Port;
  close(): Promise<void>;
}

export const transports: Readonly<Record<string, () => Promise<Pair>>> = {
  async 'in memory'() {
    const [near, far] = inMemoryPorts();
    return { near, far, close: async () => near.close() };
  },
  async 'a MessagePort'() {
    const { port1, port2 } = new MessageChannel();
    return { near: messagePort(port1), far: messagePort(port2), close: async () => port1.close() };
  },
  async 'a WebSocket'() {
    const server = createServer();
    const sockets = new WebSocketServer({ server });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('There is no port.');
    const accepted = once(sockets, 'connection');
    const socket = new WebSocket(`ws://127.0.0.1:${address.port}`);
    await once(socket, 'open');
    const [served]: WebSocket[] = await accepted;
    if (!served) throw new Error('Nothing was accepted.');
    return {
      near: webSocketPort(socket),
      far: webSocketPort(served),
      close: async () => {
        socket.terminate();
        sockets.close();
        server.close();
        await once(server, 'close');
      },
    };
  },
};
