import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { StudioError } from '../base/errors.js';
import { ENGINE_PATH, UPLOAD_PATH } from '../contract/shell.js';
import type { Port } from '../rpc/port.js';
import { webSocketPort } from '../rpc/ports/web-socket.js';
import { Admission } from './admission.js';
import { newNonce, securityHeaders } from './content-security.js';
import { readPageFile } from './page-files.js';
import { answerUpload, clearUploads } from './uploads.js';

export interface WebServerOptions {
  /** Serves the engine's API on the port of a window; told for each that connects. */
  readonly serveEngine: (port: Port) => void;
  /** Folder of the built page. */
  readonly rendererFolder: string;
  /** Folder that files dropped on the page are sent to; it need not exist yet. */
  readonly uploadsFolder: string;
  /** 0, the default, for any that is free. */
  readonly port?: number;
}

export interface WebServer {
  readonly port: number;
  /** An address with a new token, which admits one browser. */
  newAddress(): string;
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** A slow disk may take a while over a large file. */
const LONGEST_UPLOAD_MS = 6 * 3_600_000;
/** A message of a page: a notebook's text, not a data set. */
const MAX_MESSAGE_BYTES = 64 * 2 ** 20;

/** Serves the page and the engine to browsers on this machine, and to nobody else. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  await clearUploads(options.uploadsFolder, Date.now());
  const server = createServer({ requestTimeout: LONGEST_UPLOAD_MS });
  const port = await listen(server, options.port ?? 0);
  const admission = new Admission(port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  server.on('request', (request, response) => {
    void answer(request, response, admission, options).catch(error => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOfUpgrade(request, admission);
    if (refusal !== undefined) refuse(socket, refusal);
    else
      sockets.handleUpgrade(request, socket, head, opened =>
        options.serveEngine(webSocketPort(opened)),
      );
  });

  return {
    port,
    newAddress: () => `http://${HOST}:${port}/?token=${admission.newToken()}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new StudioError('CONFLICT', `port ${port} of ${HOST} cannot be listened on.`, {
      where: 'port',
      remedy: 'Another program has it; give another port, or none for any that is free.',
      cause,
    });
  }
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('internal: a server that listens on a host has a port');
  return address.port;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
  { rendererFolder, uploadsFolder }: WebServerOptions,
): Promise<void> {
  const nonce = newNonce();
  const connect = ["'self'", `ws://${request.headers.host ?? HOST}`];
  const say = (status: number, text: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, {
      ...securityHeaders({ nonce, connect: [] }),
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
  };

  /** Read by a person who came by an address that is none, or is none any more. */
  const show = (status: number, text: string) =>
    say(status, bareScreen(text, nonce), { 'Content-Type': 'text/html; charset=utf-8' });

  if (!admission.isOurHost(request)) return say(421, 'This server has another name.');
  // Of the target only path and query count; parsing against our own origin keeps it so.
  const target = new URL(`http://${HOST}${request.url?.startsWith('/') ? request.url : '/'}`);
  if (request.method === 'PUT' && target.pathname === UPLOAD_PATH) {
    if (!admission.isOurOrigin(request) || !admission.isAdmitted(request))
      return say(403, howToEnter);
    const { status, body } = await answerUpload(
      request,
      uploadsFolder,
      target.searchParams.get('name') ?? '',
    );
    return say(status, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return say(405, 'This server is only read from.', { Allow: 'GET, HEAD' });

  const token = target.searchParams.get('token');
  if (token !== null) {
    const cookie = admission.exchange(token);
    if (cookie !== undefined) return say(303, 'Welcome.', { 'Set-Cookie': cookie, Location: '/' });
    if (admission.isAdmitted(request)) return say(303, 'You are in.', { Location: '/' });
    return show(403, `This address has been used already. ${howToEnter}`);
  }
  if (!admission.isAdmitted(request)) return show(403, howToEnter);

  const file = await readPageFile(rendererFolder, target.pathname, nonce);
  if (file === undefined) return say(404, 'There is no such file.');
  response.writeHead(200, {
    ...securityHeaders({ nonce, connect }),
    'Content-Type': file.contentType,
    'Cache-Control': file.cacheControl,
    'Content-Length': file.body.byteLength,
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** A text as a page without files of its own, light or dark as its reader has it. */
function bareScreen(text: string, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>PinnerFormer Studio</title>
<style nonce="${nonce}">
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 2rem; font: 1rem/1.6 system-ui, sans-serif }
h1 { font: 500 1.9rem/1.2 Georgia, serif }
</style>
<h1>PinnerFormer Studio</h1>
<p>${text}</p>`;
}

const howToEnter =
  'It opens by the address that its terminal shows, once for each start. Start it again for a new one.';

/** Why a WebSocket may not be opened, as an HTTP status; undefined when it may. */
function refusalOfUpgrade(request: IncomingMessage, admission: Admission): string | undefined {
  if (!admission.isOurHost(request)) return '421 Misdirected Request';
  if (request.url !== ENGINE_PATH) return '404 Not Found';
  if (!admission.isOurOrigin(request) || !admission.isAdmitted(request)) return '403 Forbidden';
  return undefined;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
