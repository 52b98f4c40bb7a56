import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes } from 'node:fs/promises';
import { request } from 'node:http';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { clearUploads, safeName } from '../../src-main/web/uploads.js';
import { startedServer } from './started-server.js';

type Started = Awaited<ReturnType<typeof startedServer>>;

/** Sends a file as a page of the server does, or as `headers` say. */
async function put(
  { server, enter, origin }: Started,
  { name, body, headers = {} }: { name: string; body: string; headers?: Record<string, string> },
) {
  const cookie = await enter();
  const answer = await fetch(`${origin}/uploads?name=${encodeURIComponent(name)}`, {
    method: 'PUT',
    body,
    headers: { cookie, origin, host: `127.0.0.1:${server.port}`, ...headers },
  });
  return { status: answer.status, text: await answer.text() };
}

test('a file that is sent lies in the workspace under its name, byte for byte', async () => {
  const started = await startedServer();
  const { status, text } = await put(started, { name: 'actions.csv', body: 'user,pin\né,1\n' });
  expect(status).toBe(200);
  const { path, bytes } = JSON.parse(text);
  expect(bytes).toBe(14);
  expect(basename(path)).toBe('actions.csv');
  expect(await readFile(path, 'utf8')).toBe('user,pin\né,1\n');
});

test('one file sent twice lies there once; another of its name does not replace it', async () => {
  const started = await startedServer();
  const first = await put(started, { name: 'a.csv', body: 'one' });
  const again = await put(started, { name: 'a.csv', body: 'one' });
  const other = await put(started, { name: 'a.csv', body: 'two' });
  expect(again.text).toBe(first.text);
  expect(JSON.parse(other.text).path).not.toBe(JSON.parse(first.text).path);
  expect(await readFile(JSON.parse(first.text).path, 'utf8')).toBe('one');
  expect(await readdir(started.uploadsFolder)).toHaveLength(2);
});

test('a name that leads elsewhere stays in its folder', async () => {
  const started = await startedServer();
  const { text } = await put(started, { name: '../../etc/passwd', body: 'x' });
  expect(JSON.parse(text).path).toMatch(
    new RegExp(`^${started.uploadsFolder}/[0-9a-f]{16}/passwd$`),
  );
  expect(safeName('C:\\data\\log.csv')).toBe('log.csv');
  expect(safeName('..')).toBe('file');
  expect(safeName('')).toBe('file');
});

test('an upload that is broken off leaves nothing', async () => {
  const started = await startedServer();
  const cookie = await started.enter();
  const sending = request({
    host: '127.0.0.1',
    port: started.server.port,
    path: '/uploads?name=cut.csv',
    method: 'PUT',
    headers: { cookie, origin: started.origin, 'content-length': '1000' },
  });
  sending.on('error', () => undefined);
  sending.write('half');
  await vi.waitFor(async () => expect(await readdir(started.uploadsFolder)).toHaveLength(1));
  sending.destroy();
  await vi.waitFor(async () => expect(await readdir(started.uploadsFolder)).toEqual([]));
});

test('other origins, and who has no cookie, send nothing', async () => {
  const started = await startedServer();
  for (const headers of [{ origin: 'http://evil.example' }, { cookie: 'pinnerformer=guessed' }]) {
    const { status } = await put(started, { name: 'a.csv', body: 'x', headers });
    expect(status).toBe(403);
  }
  expect(existsSync(started.uploadsFolder)).toBe(false);
});

test('a file that the disk has no room for is refused before it is taken', async () => {
  const started = await startedServer();
  const cookie = await started.enter();
  const status = await new Promise(resolve => {
    const sending = request({
      host: '127.0.0.1',
      port: started.server.port,
      path: '/uploads?name=huge.csv',
      method: 'PUT',
      headers: { cookie, origin: started.origin, 'content-length': String(2 ** 52) },
    });
    sending.on('error', () => undefined);
    sending.on('response', response => {
      resolve(response.statusCode);
      sending.destroy();
    });
    sending.write('x');
  });
  expect(status).toBe(507);
  expect(await readdir(started.uploadsFolder)).toEqual([]);
});

test('what a killed server left is taken away after a day', async () => {
  const { uploadsFolder } = await startedServer();
  const left = join(uploadsFolder, '.upload-abc');
  await mkdir(left, { recursive: true });
  await utimes(left, 1000, 1000);
  await clearUploads(uploadsFolder, 1_000_000 + 80_000_000);
  expect(existsSync(left)).toBe(true);
  await clearUploads(uploadsFolder, 1_000_000 + 90_000_000);
  expect(existsSync(left)).toBe(false);
});
