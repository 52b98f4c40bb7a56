import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { webSocketPort } from '../../src-main/rpc/ports/web-socket.js';
import { reconnecting } from '../../src-main/rpc/reconnecting.js';
import { sampleApi } from '../rpc/sample-api.js';
import { startedServer } from './started-server.js';

test('a page whose socket is dropped comes back by its cookie, and its feeds go on', async () => {
  const { enter, upgrade, origin } = await startedServer();
  const cookie = await enter();
  const sockets: WebSocket[] = [];
  const connection = reconnecting(sampleApi, async () => {
    const socket = await upgrade({ cookie, origin });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    sockets.push(socket);
    return webSocketPort(socket);
  });
  onTestFinished(() => connection.close());
  const told: number[] = [];
  connection.client.clock.ticks({ from: 3 }, at => told.push(at));
  await vi.waitFor(() => expect(told).toEqual([3]));
  const call = connection.client.numbers.count({ to: 1, hang: true });
  const failed = expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  sockets[0]?.terminate();
  await failed;
  await vi.waitFor(() => expect(told).toEqual([3, 3]));
  expect(await connection.client.numbers.add({ left: 1 })).toBe(2);
  expect(sockets).toHaveLength(2);
});
