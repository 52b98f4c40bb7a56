import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  describeWriteFailure,
  sha256Of,
  sha256OfFile,
  withTemporaryFile,
  writeFileAtomic,
} from '../../src-main/base/files.js';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-files-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const failure = (code: string, message = `${code}: refused`) =>
  Object.assign(new Error(message), { code });

test('a written file holds the content, its folder is made, and nothing else is left', async () => {
  const path = join(folder, 'runs', 'dense', 'run.json');
  await writeFileAtomic(path, '{"a":1}');
  await writeFileAtomic(path, Uint8Array.of(0, 255));
  expect(await fs.readFile(path)).toEqual(Buffer.from([0, 255]));
  expect(await fs.readdir(join(folder, 'runs', 'dense'))).toEqual(['run.json']);
});

test('a writer that fails half-way leaves the old file and no debris', async () => {
  const path = join(folder, 'actions.parquet');
  await fs.writeFile(path, 'old');
  const torn = withTemporaryFile(path, async temporary => {
    await fs.writeFile(temporary, 'half of the ne');
    throw failure('ENOSPC', 'ENOSPC: no space left on device, write');
  });
  await expect(torn).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'the disk is full; nothing was changed.',
    where: path,
  });
  expect(await fs.readFile(path, 'utf8')).toBe('old');
  expect(await fs.readdir(folder)).toEqual(['actions.parquet']);
});

test('until the writer is done, readers see the old file', async () => {
  const path = join(folder, 'CURRENT');
  await fs.writeFile(path, 'monday');
  await withTemporaryFile(path, async temporary => {
    await fs.writeFile(temporary, 'tuesday');
    expect(await fs.readFile(path, 'utf8')).toBe('monday');
  });
  expect(await fs.readFile(path, 'utf8')).toBe('tuesday');
});

test('a refusal of the system becomes a sentence with a remedy, other errors stay themselves', () => {
  for (const error of [
    failure('ENOSPC'),
    failure('EDQUOT'),
    new Error('IO Error: Could not write file "x": No space left on device'),
  ])
    expect(describeWriteFailure('x', error)).toMatchObject({
      message: 'the disk is full; nothing was changed.',
      cause: error,
    });
  for (const code of ['EACCES', 'EPERM', 'EROFS'])
    expect(describeWriteFailure('x', failure(code))).toMatchObject({
      message: `this place cannot be written (${code}).`,
      remedy: 'Choose another `workspace` or change its permissions.',
    });
  const other = new TypeError('internal: no such column');
  expect(describeWriteFailure('x', other)).toBe(other);
});

test('the hash of a file is the hash of its bytes, an empty file included', async () => {
  const path = join(folder, 'checkpoint');
  const bytes = Buffer.alloc(200_000, 7);
  await fs.writeFile(path, bytes);
  expect(await sha256OfFile(path)).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(sha256Of(bytes)).toBe(await sha256OfFile(path));
  await fs.writeFile(path, '');
  expect(await sha256OfFile(path)).toBe(sha256Of(''));
});
