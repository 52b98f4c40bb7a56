import { spawn } from 'node:child_process';
import { promises as fs } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorkspace } from '../../src-main/data/workspace.js';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const mark = () => fs.readFile(join(folder, 'workspace.json'), 'utf8');

test('a new workspace is made only when asked for', async () => {
  await expect(openWorkspace(folder)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await openWorkspace(folder, { create: true });
  expect(JSON.parse(await mark())).toEqual({ format: 'pinnerformer-workspace', version: 1 });
  await expect(openWorkspace(folder)).resolves.toMatchObject({ folder, access: 'read' });
});

test('a folder with other files does not become a workspace', async () => {
  await fs.writeFile(join(folder, 'thesis.txt'), 'x');
  await expect(openWorkspace(folder, { create: true })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await fs.readdir(folder)).toEqual(['thesis.txt']);
});

test('a file is no workspace', async () => {
  const path = join(folder, 'file');
  await fs.writeFile(path, '');
  await expect(openWorkspace(path, { create: true })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('a workspace of a newer version is refused with both versions', async () => {
  const path = join(folder, 'workspace.json');
  await fs.writeFile(path, JSON.stringify({ format: 'pinnerformer-workspace', version: 7 }));
  await expect(openWorkspace(folder, { create: true })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'the workspace has version 7; this program knows up to 1.',
    where: path,
  });
});

test('a workspace.json of something else is refused', async () => {
  await fs.writeFile(join(folder, 'workspace.json'), '{"folders": []}');
  await expect(openWorkspace(folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('a path never leads out of the workspace', async () => {
  const workspace = await openWorkspace(folder, { create: true });
  expect(workspace.path('data', 'a')).toBe(join(folder, 'data', 'a'));
  expect(() => workspace.path('..', 'etc')).toThrowError(
    expect.objectContaining({ code: 'BAD_INPUT' }),
  );
});

/** A lock as another process would leave it; `born` is unknown, so that only the pid counts. */
async function lockedBy(pid: number, host = hostname()): Promise<void> {
  const owner = { pid, host, born: '', command: 'pinnerformer train', token: 'theirs' };
  await fs.writeFile(join(folder, '.lock'), JSON.stringify(owner));
}

test('two processes cannot write at once, but one may read while the other writes', async () => {
  await openWorkspace(folder, { create: true });
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await lockedBy(other.pid!);
    await expect(openWorkspace(folder, { access: 'write' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `the workspace is in use by process ${other.pid} (pinnerformer train).`,
    });
    await expect(openWorkspace(folder)).resolves.toMatchObject({ access: 'read' });
  } finally {
    const gone = new Promise(resolve => other.once('exit', resolve));
    other.kill('SIGKILL');
    await gone;
  }
  const workspace = await openWorkspace(folder, { access: 'write' });
  expect(JSON.parse(await fs.readFile(join(folder, '.lock'), 'utf8')).pid).toBe(process.pid);
  await workspace.close();
  expect(await fs.readdir(folder)).toEqual(['workspace.json']);
});

test('a lock of another machine is believed', async () => {
  await openWorkspace(folder, { create: true });
  await lockedBy(1, 'elsewhere');
  await expect(openWorkspace(folder, { access: 'write' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('on elsewhere'),
  });
});

test('a lock file that nobody can read is taken over', async () => {
  await openWorkspace(folder, { create: true });
  await fs.writeFile(join(folder, '.lock'), 'half-writ');
  const workspace = await openWorkspace(folder, { access: 'write' });
  await workspace.close();
});

test('one process may open a workspace twice, and the last close frees it', async () => {
  const first = await openWorkspace(folder, { create: true, access: 'write' });
  const second = await openWorkspace(folder, { access: 'write' });
  await first.close();
  await first.close();
  expect(await fs.readdir(folder)).toContain('.lock');
  await second.close();
  expect(await fs.readdir(folder)).not.toContain('.lock');
});
