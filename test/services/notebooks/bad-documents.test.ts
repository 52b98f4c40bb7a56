import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NotebookSession } from '../../../src-main/services/notebooks/notebook-session.js';
import { openSession } from './open-session.js';

let folder: string;
let path: string;
let session: NotebookSession;

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  path = join(folder, 'n.md');
});
afterEach(async () => {
  await session.close();
  await fs.rm(folder, { recursive: true, force: true });
});

async function open(content: string | Uint8Array) {
  await fs.writeFile(path, content);
  session = await openSession(path);
  return session.view();
}

const edit = () => session.edit({ kind: 'insert', before: null, cellKind: 'prose', source: 'x' });

test('a notebook of a newer format is opened to be read only, and says so', async () => {
  const text = '<!-- pinnerformer-notebook 2 -->\n# Title\n\n```sql\nSELECT 1\n```\n';
  const view = await open(text);
  expect(view.readOnly).toBe(true);
  expect(view.problems[0]?.message).toContain('format 2');
  expect(view.cells.map(cell => [cell.kind, cell.state.status])).toEqual([
    ['prose', 'fresh'],
    ['sql', 'fresh'],
  ]);
  expect(edit).toThrow(/format 2/);
  expect(() => session.run('all', undefined)).toThrow(/format 2/);
  await session.close();
  expect(await fs.readFile(path, 'utf8')).toBe(text);
});

test('a notebook of this format may be written, and keeps the line that says so', async () => {
  const line = '<!-- pinnerformer-notebook 1 -->\n';
  const view = await open(`${line}# Title\n`);
  expect([view.readOnly, view.problems]).toEqual([false, []]);
  expect(view.cells[0]?.source).toBe('# Title');
  edit();
  await session.close();
  expect(await fs.readFile(path, 'utf8')).toBe(`${line}# Title\n\nx\n`);
});

test('bytes that are not UTF-8 are never written over', async () => {
  const bytes = Buffer.concat([Buffer.from('# Title\n\ncaf'), Buffer.from([0xe9, 10])]);
  const view = await open(bytes);
  expect(view.readOnly).toBe(true);
  expect(view.problems[0]).toMatchObject({ line: 3 });
  expect(edit).toThrow(/UTF-8/);
  await session.close();
  expect(await fs.readFile(path)).toEqual(bytes);
});

test('marks of a merge are named by line, in the file and in their cells', async () => {
  const marks = '<<<<<<< ours\nsteps: 1\n=======\nsteps: 2\n>>>>>>> theirs';
  const view = await open(`# Title\n\n\`\`\`train #dense\ndataset: d\n${marks}\n\`\`\`\n`);
  expect(view.problems).toMatchObject([
    {
      line: 5,
      message: expect.stringContaining('line 9'),
      remedy: expect.stringContaining('Keep'),
    },
  ]);
  expect(view.cells[1]?.problems).toMatchObject([{ severity: 'error', line: 2 }]);
  expect(view.cells[1]?.config).toBeNull();
});

test('marks in prose and in a query are errors there; an underlined heading is none', async () => {
  const marks = '<<<<<<< a\nSELECT 1\n=======\nSELECT 2\n>>>>>>> b';
  const text = `Heading\n=======\n\n\`\`\`sql #q\n${marks}\n\`\`\`\n\n${marks}\n`;
  const { cells } = await open(text);
  expect(cells.map(cell => cell.problems.map(({ line }) => line))).toEqual([[], [1], [1]]);
  expect(cells[1]?.state.status).toBe('fresh');
});

test('a cell that is never closed is named by its line; the cells above it are good', async () => {
  const view = await open('```sql #q\nSELECT 1\n```\n\n```train #dense\ndataset: d\n');
  expect(view.problems).toMatchObject([{ line: 5, remedy: expect.stringContaining('backticks') }]);
  expect(view.cells.map(cell => cell.kind)).toEqual(['sql', 'prose']);
});

test('a cell of an unknown kind is shown with a warning and kept to the byte', async () => {
  const unknown = '````hologram #x {depth=3}\n  a:  1 \n````\n';
  const view = await open(`# Title\n\n${unknown}`);
  expect(view.cells[1]).toMatchObject({ kind: 'hologram', name: 'x', source: '  a:  1 ' });
  expect(view.cells[1]?.problems).toMatchObject([{ severity: 'warning' }]);
  session.edit({ kind: 'source', cell: view.cells[0]?.id ?? '', source: '# Other' });
  await session.close();
  expect(await fs.readFile(path, 'utf8')).toBe(`# Other\n\n${unknown}`);
});

test('of two cells with one name the second shows nothing of the first', async () => {
  await fs.writeFile(path, '```sql #q\nSELECT 1\n```\n\n```sql #q\nSELECT 2\n```\n');
  session = await openSession(path, {
    execute: async () => ({ value: 'of the first', cached: false }),
  });
  const [first, second] = session.view().cells;
  const states = () => session.view().cells.map(({ state }) => state.status);
  await vi.waitFor(() => expect(states()[0]).toBe('done'));
  session.edit({ kind: 'insert', before: null, cellKind: 'prose', source: 'x' });
  expect(states().slice(0, 2)).toEqual(['done', 'fresh']);
  expect((await session.output(first!.id)).value).toBe('of the first');
  await expect(session.output(second!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  session.edit({ kind: 'rename', cell: second!.id, name: 'other' });
  expect((await session.output(first!.id)).value).toBe('of the first');
});
