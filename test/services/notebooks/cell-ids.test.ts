import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from './open-session.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  path = join(folder, 'n.md');
  await fs.writeFile(path, 'a\n\n```sql\nSELECT 1\n```\n\n```sql\nSELECT 2\n```\n');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const insert = { kind: 'insert', before: null, cellKind: 'sql', source: 'SELECT 3' } as const;

test('the next engine knows the cells of a notebook by the ids that they had', async () => {
  const first = await openSession(path);
  const [, second] = first.view().cells;
  first.edit({ kind: 'move', cells: [second?.id ?? ''], before: null });
  first.edit(insert);
  const ids = first.view().cells.map(({ id }) => id);
  await first.close();
  const next = await openSession(path);
  expect(next.view().cells.map(({ id }) => id)).toEqual(ids);
  const [made] = next.edit(insert);
  expect(ids).not.toContain(made);
  await next.close();
});

test('a file that was changed meanwhile has none of the old ids, so that no edit meets the wrong cell', async () => {
  const first = await openSession(path);
  const ids = first.view().cells.map(({ id }) => id);
  await first.close();
  await fs.writeFile(path, `new\n\n${await fs.readFile(path, 'utf8')}`);
  const next = await openSession(path);
  for (const { id } of next.view().cells) expect(ids).not.toContain(id);
  expect(() => next.edit({ kind: 'source', cell: ids[0] ?? '', source: 'x' })).toThrow(/no cell/);
  await next.close();
});

test('ids that cannot be read are given anew', async () => {
  const first = await openSession(path);
  await first.close();
  for (const text of ['no JSON', '{"ids":[1,2,3]}', 'null']) {
    await fs.writeFile(join(folder, 'n.outputs', 'cells.json'), text);
    const next = await openSession(path);
    expect(new Set(next.view().cells.map(({ id }) => id)).size).toBe(3);
    await next.close();
  }
});

test('an edit is in the file as soon as it is asked to be saved', async () => {
  const session = await openSession(path);
  session.edit(insert);
  await session.save();
  expect(await fs.readFile(path, 'utf8')).toContain('SELECT 3');
  expect(session.view().saved).toBe('saved');
  await session.close();
});
