import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { tinyDisk } from '../../tiny-disk.js';
import { openSession } from './open-session.js';

/** A notebook on a disk that a filler takes up to the last byte. */
async function onFullDisk(context: TestContext) {
  const folder = await tinyDisk(context, 64);
  const path = join(folder, 'n.md');
  await fs.writeFile(path, '# Title\n\n```sql #q\nSELECT 1\n```\n');
  const session = await openSession(path, {
    execute: async () => ({ value: { rows: 'x'.repeat(10_000) }, cached: false }),
  });
  onTestFinished(() => session.close());
  const filler = join(folder, 'filler');
  const fill = () => fs.writeFile(filler, new Uint8Array(1 << 20)).catch(() => undefined);
  await fill();
  return { session, path, fill, free: () => fs.rm(filler) };
}

test('what cannot be saved is told, kept, and saved once there is space', async context => {
  const { session, path, free } = await onFullDisk(context);
  const before = await fs.readFile(path, 'utf8');
  session.edit({ kind: 'insert', before: null, cellKind: 'prose', source: 'More.' });
  await vi.waitFor(() => expect(session.view().saved).toBe('failed'), 4000);
  expect(session.view().saveError).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'the disk is full; nothing was changed.',
    where: path,
    remedy: 'Free some space and try again.',
  });
  expect(await fs.readFile(path, 'utf8')).toBe(before);
  expect(session.view().cells.at(-1)?.source).toBe('More.');
  await free();
  await vi.waitFor(() => expect(session.view().saved).toBe('saved'), 6000);
  expect(await fs.readFile(path, 'utf8')).toBe(`${before}\nMore.\n`);
});

test('an output that cannot be kept fails its cell, which runs again once there is space', async context => {
  const { session, free } = await onFullDisk(context);
  const state = () => session.view().cells[1]?.state;
  session.run('all', undefined);
  const told = { status: 'failed', error: { remedy: 'Free some space and try again.' } };
  await vi.waitFor(() => expect(state()).toMatchObject(told), 4000);
  await free();
  session.run('all', undefined);
  await vi.waitFor(() => expect(state()).toMatchObject({ status: 'done' }), 4000);
});

test('a cell is renamed on a full disk, and keeps its output', async context => {
  const { session, fill, free } = await onFullDisk(context);
  const cell = () => session.view().cells[1];
  await vi.waitFor(() => expect(cell()?.state.status).toBe('failed'), 4000);
  await free();
  session.run('all', undefined);
  await vi.waitFor(() => expect(cell()?.state.status).toBe('done'), 4000);
  await fill();
  session.edit({ kind: 'rename', cell: cell()?.id ?? '', name: 'r' });
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(cell()).toMatchObject({ name: 'r', state: { status: 'done' } });
});
