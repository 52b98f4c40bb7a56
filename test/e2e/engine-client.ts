import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { api } from '../../src-main/contract/api.js';
import { connect } from '../../src-main/rpc/client.js';
import { webSocketPort } from '../../src-main/rpc/ports/web-socket.js';
import type { Served } from './page/served.js';

/** A client of a served engine that enters as a browser does, without a page. */
export async function engineClient({ address }: Served) {
  const { headers } = await fetch(address, { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin, host } = new URL(address);
  const socket = new WebSocket(`ws://${host}/engine`, { headers: { cookie, origin } });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return connect(api, webSocketPort(socket));
}
