import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inspectInput, readChunks, unreadable } from '../../src-main/data/input-file.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

test('a file is what its first bytes say, whatever it is called', async () => {
  const inspect = async (name: string, content: string | Uint8Array) => {
    const { kind, gzip } = await inspectInput(await studio.file(name, content));
    return [kind, gzip];
  };
  expect(await inspect('a.parquet', 'user,pin\n')).toEqual(['text', false]);
  expect(await inspect('b.csv', gzipSync(' {"user": 1}\n'))).toEqual(['json', true]);
  expect(await inspect('c.txt', 'PAR1....')).toEqual(['parquet', false]);
});

test('all bytes of a large file arrive in order, plain or gzipped, and progress counts those on disk', async () => {
  const content = randomBytes(3_000_000);
  for (const gzip of [false, true]) {
    const stored = gzip ? gzipSync(content) : content;
    const path = await studio.file('big', stored);
    const chunks: Buffer[] = [];
    let seen = 0;
    for await (const chunk of readChunks(path, gzip, bytes => {
      seen += bytes;
    }))
      chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
    expect(seen).toBe(stored.length);
  }
});

test('a refusal of the operating system becomes a sentence with its code', () => {
  const refusal = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  expect(unreadable('a.csv', refusal)).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'the file cannot be read (EACCES).',
    where: 'a.csv',
    remedy: 'Check its permissions.',
  });
});
