import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { serve } from '../../src-main/rpc/server.js';
import { startWebServer } from '../../src-main/web/server.js';
import { sampleApi, sampleHandlers } from '../rpc/sample-api.js';

export const PAGE =
  '<!doctype html><meta name="csp-nonce" content="" /><script type="module" src="./assets/a-1.js"></script>';

/** A real server over a small page and the sample API, with a file that lies outside of the page. */
export async function startedServer() {
  const root = await mkdtemp(join(tmpdir(), 'pinnerformer-web-'));
  const rendererFolder = join(root, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), PAGE);
  await writeFile(join(rendererFolder, 'assets', 'a-1.js'), 'export {};');
  await writeFile(join(root, 'secret.js'), 'secret');
  const server = await startWebServer({
    rendererFolder,
    uploadsFolder: join(root, 'uploads'),
    serveEngine: port => void serve(sampleApi, sampleHandlers().handlers, port),
  });
  onTestFinished(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });
  const { port } = server;
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    exchange(port, path, { host: `127.0.0.1:${port}`, ...headers }, method);

  return {
    server,
    ask,
    uploadsFolder: join(root, 'uploads'),
    /** The cookie of a browser that has entered by a new address. */
    async enter(): Promise<string> {
      const { pathname, search } = new URL(server.newAddress());
      const { headers } = await ask(`${pathname}${search}`);
      return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    },
    /** Opens a WebSocket with these headers: itself once open, or the status of its refusal. */
    upgrade(headers: Record<string, string>, path = '/engine'): Promise<WebSocket | number> {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      return new Promise((resolve, reject) => {
        socket.once('open', () => resolve(socket));
        socket.once('unexpected-response', (_request, response) => {
          resolve(response.statusCode ?? 0);
          response.destroy();
        });
        socket.once('error', reject);
      });
    },
    origin: `http://127.0.0.1:${port}`,
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> & {
    readonly 'set-cookie'?: readonly string[] | undefined;
  };
  readonly text: string;
}

/** One HTTP exchange with the path as it stands, which `fetch` would normalise. */
function exchange(
  port: number,
  path: string,
  headers: Record<string, string>,
  method: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    asked.once('error', reject);
    asked.end();
  });
}
