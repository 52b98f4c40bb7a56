import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from './open-session.js';

const TEXT = '# n\n\n```timeline #life\nrun: dense # the better one\nuser: ann\n```\n';

test('settings that are written together are undone together, and one that cannot be writes none', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const path = join(folder, 'n.md');
  await fs.writeFile(path, TEXT);
  const session = await openSession(path);
  const source = () => session.view().cells[1]?.source;
  const cell = session.view().cells[1]?.id ?? '';
  const edit = (...settings: { path: string[]; value: unknown }[]) =>
    session.edit({ kind: 'settings', cells: [cell], settings });

  edit({ path: ['user'], value: null }, { path: ['at'], value: '2024-02-01' });
  expect(source()).toBe('run: dense # the better one\nat: 2024-02-01');
  session.edit({ kind: 'undo' });
  expect(source()).toBe('run: dense # the better one\nuser: ann');

  expect(() => edit({ path: ['user'], value: 'bob' }, { path: ['run', 'x'], value: 1 })).toThrow(
    /run\.x cannot be written/,
  );
  expect(source()).toBe('run: dense # the better one\nuser: ann');
  await session.close();
  expect(await fs.readFile(path, 'utf8')).toBe(TEXT);
  await fs.rm(folder, { recursive: true });
});

test('who reads a cell reads it under its new name, and one undo takes all of it back', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const path = join(folder, 'n.md');
  const text = [
    '```train #dense\ndataset: d\n```',
    '```timeline #life\nrun: $dense # the better\n```',
    'Trained in {{$dense.seconds}} s.',
    '```hologram #x\nrun: $dense\n```\n',
  ].join('\n\n');
  await fs.writeFile(path, text);
  const session = await openSession(path);
  const [cell] = session.view().cells;
  session.edit({ kind: 'rename', cell: cell?.id ?? '', name: 'better' });
  expect(session.view().cells.map(({ source }) => source)).toEqual([
    'dataset: d',
    'run: $better # the better',
    'Trained in {{$better.seconds}} s.',
    'run: $dense',
  ]);
  session.edit({ kind: 'undo' });
  await session.close();
  expect(await fs.readFile(path, 'utf8')).toBe(text);
  await fs.rm(folder, { recursive: true });
});

test('the same settings of several cells are undone together', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const path = join(folder, 'n.md');
  await fs.writeFile(path, '```timeline\nrun: dense\n```\n\n```retrieve\nrun: dense\n```\n');
  const session = await openSession(path);
  const sources = () => session.view().cells.map(({ source }) => source);
  const cells = session.view().cells.map(({ id }) => id);
  session.edit({ kind: 'settings', cells, settings: [{ path: ['user'], value: 'ann' }] });
  expect(sources()).toEqual(['run: dense\nuser: ann', 'run: dense\nuser: ann']);
  session.edit({ kind: 'undo' });
  expect(sources()).toEqual(['run: dense', 'run: dense']);
  await session.close();
  await fs.rm(folder, { recursive: true });
});
