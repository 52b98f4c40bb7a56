import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect } from '../../src-main/rpc/client.js';
import { webSocketPort } from '../../src-main/rpc/ports/web-socket.js';
import { startWebServer } from '../../src-main/web/server.js';
import { sampleApi } from '../rpc/sample-api.js';
import { startedServer } from './started-server.js';

test('the address of the terminal gives a cookie for no script and no other site, and a clean URL', async () => {
  const { server, ask } = await startedServer();
  const { pathname, search } = new URL(server.newAddress());
  const { status, headers } = await ask(`${pathname}${search}`);
  expect(status).toBe(303);
  expect(headers.location).toBe('/');
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(/^pinnerformer-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
  ]);
});

test('a token admits once; who is in already is led to the page', async () => {
  const { server, ask, enter } = await startedServer();
  const { pathname, search } = new URL(server.newAddress());
  await ask(`${pathname}${search}`);
  const again = await ask(`${pathname}${search}`);
  expect(again.status).toBe(403);
  expect(again.headers['set-cookie']).toBeUndefined();
  expect(again.text).toMatch('has been used already');
  const cookie = await enter();
  expect((await ask(`${pathname}${search}`, { cookie })).status).toBe(303);
});

test('nothing is served without the cookie, or with a wrong one', async () => {
  const { ask, enter } = await startedServer();
  const cookie = await enter();
  const wrong = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;
  for (const path of ['/', '/index.html', '/assets/a-1.js', '/?token=', '/?token=guessed']) {
    expect((await ask(path)).status).toBe(403);
    expect((await ask(path, { cookie: wrong })).status).toBe(403);
  }
  expect((await ask('/assets/a-1.js', { cookie })).text).toBe('export {};');
});

test('who comes by no address, or one that was used, reads in a page what to do', async () => {
  const { server, ask } = await startedServer();
  const { pathname, search } = new URL(server.newAddress());
  await ask(`${pathname}${search}`);
  for (const path of ['/', `${pathname}${search}`]) {
    const { status, headers, text } = await ask(path);
    expect([status, headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect(text).toContain('It opens by the address that its terminal shows');
    const nonce = /<style nonce="([^"]+)">/.exec(text)?.[1];
    expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
  }
});

test('the page is never kept, carries the nonce of its policy, and each time another', async () => {
  const { ask, enter } = await startedServer();
  const cookie = await enter();
  const pages = [await ask('/', { cookie }), await ask('/', { cookie })];
  const nonces = pages.map(page => {
    expect(page.headers['cache-control']).toBe('no-store');
    const policy = String(page.headers['content-security-policy']);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(page.text).toContain(`<meta name="csp-nonce" content="${nonce}" />`);
    return nonce;
  });
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('the policy lets the page run, be styled and connect by its own alone', async () => {
  const { ask, enter, server } = await startedServer();
  const { headers } = await ask('/', { cookie: await enter() });
  const policy = String(headers['content-security-policy']).replace(/nonce-[^']+/, 'nonce-…');
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-…'",
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src 'self' ws://127.0.0.1:${server.port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

test.each([
  '/../secret.js',
  '/..%2fsecret.js',
  '/%2e%2e/secret.js',
  '/assets/../../secret.js',
  '/assets/..%5c..%5csecret.js',
  '//secret.js',
  '/%00',
  '/%',
  '/assets/',
  '/assets/none.js',
])('%s leads to no file', async path => {
  const { ask, enter } = await startedServer();
  const { status, text } = await ask(path, { cookie: await enter() });
  expect(status).toBe(404);
  expect(text).not.toContain('secret');
});

test('a name that someone lets point at this machine is refused, with cookie and token', async () => {
  const { server, ask, enter, upgrade } = await startedServer();
  const cookie = await enter();
  const host = `evil.example:${server.port}`;
  expect((await ask('/', { cookie, host })).status).toBe(421);
  const { pathname, search } = new URL(server.newAddress());
  const answer = await ask(`${pathname}${search}`, { host });
  expect(answer.status).toBe(421);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(await upgrade({ cookie, host, origin: `http://${host}` })).toBe(421);
});

test('nothing is written to the server over HTTP', async () => {
  const { ask, enter } = await startedServer();
  const { status, headers } = await ask('/', { cookie: await enter() }, 'POST');
  expect(status).toBe(405);
  expect(headers.allow).toBe('GET, HEAD');
});

test('a page of ours calls the engine over its WebSocket, under either name', async () => {
  const { server, enter, upgrade } = await startedServer();
  const cookie = await enter();
  for (const host of [`127.0.0.1:${server.port}`, `localhost:${server.port}`]) {
    const socket = await upgrade({ cookie, host, origin: `http://${host}` });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    const client = connect(sampleApi, webSocketPort(socket));
    expect(await client.numbers.add({ left: 20, right: 22 })).toBe(42);
    socket.close();
  }
});

test('a WebSocket is refused without the cookie, from other origins and at other paths', async () => {
  const { enter, upgrade, origin } = await startedServer();
  const cookie = await enter();
  expect(await upgrade({ origin })).toBe(403);
  expect(await upgrade({ cookie })).toBe(403);
  expect(await upgrade({ cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await upgrade({ cookie, origin: origin.replace('127.0.0.1', 'localhost') })).toBe(403);
  expect(await upgrade({ cookie, origin: 'null' })).toBe(403);
  expect(await upgrade({ cookie, origin }, '/')).toBe(404);
});

test('a frame that is no message closes its connection and leaves the others', async () => {
  const { enter, upgrade, origin } = await startedServer();
  const cookie = await enter();
  const [bad, good] = [await upgrade({ cookie, origin }), await upgrade({ cookie, origin })];
  if (!(bad instanceof WebSocket && good instanceof WebSocket)) throw new Error('refused');
  const closed = new Promise<number>(resolve => bad.once('close', resolve));
  bad.send(Uint8Array.of(255, 255, 255, 255, 0));
  expect(await closed).toBe(1007);
  const client = connect(sampleApi, webSocketPort(good));
  expect(await client.numbers.add({ left: 1 })).toBe(2);
});

test('a port that another program has is CONFLICT with what to do', async () => {
  const { server } = await startedServer();
  await expect(
    startWebServer({
      serveEngine: () => undefined,
      rendererFolder: '.',
      uploadsFolder: 'none',
      port: server.port,
    }),
  ).rejects.toMatchObject({ code: 'CONFLICT', where: 'port' });
});
