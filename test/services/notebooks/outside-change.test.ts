import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NotebookSession } from '../../../src-main/services/notebooks/notebook-session.js';
import { openSession } from './open-session.js';

const TEXT = '# Title\n\nfirst\n\n```train #dense\ndataset: d\n```\n\nlast\n';
let folder: string;
let path: string;
let session: NotebookSession;

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  path = join(folder, 'n.md');
  await fs.writeFile(path, TEXT);
  session = await openSession(path);
});
afterEach(async () => {
  await session.close();
  await fs.rm(folder, { recursive: true, force: true });
});

const onDisk = () => fs.readFile(path, 'utf8');
const cell = (source: string) => session.view().cells.find(each => each.source.includes(source))!;
const type = (source: string, text: string) =>
  session.edit({ kind: 'source', cell: cell(source).id, source: text });

test('edits here and edits of the file meet, cell by cell', async () => {
  const id = cell('dataset: d').id;
  await fs.writeFile(path, TEXT.replace('dataset: d', 'dataset: e'));
  type('last', 'the end');
  await vi.waitFor(async () => {
    expect(await onDisk()).toBe(
      TEXT.replace('dataset: d', 'dataset: e').replace('last', 'the end'),
    );
  }, 4000);
  expect(session.view().conflicts).toBeUndefined();
  // The cell is the same one, and undo goes back behind the file's change.
  expect(cell('dataset: e').id).toBe(id);
  session.edit({ kind: 'undo' });
  expect(cell('dataset: d').id).toBe(id);
});

for (const [keep, expected] of [
  ['ours', TEXT.replace('first', 'mine')],
  ['theirs', TEXT.replace('first', 'theirs')],
  ['both', TEXT.replace('first', 'mine\n\n# Title\n\ntheirs')],
] as const)
  test(`a cell that both changed waits for a choice: ${keep}`, async () => {
    const changed = TEXT.replace('first', 'theirs');
    await fs.writeFile(path, changed);
    type('first', '# Title\n\nmine');
    await vi.waitFor(() => expect(session.view().conflicts).toBeDefined(), 4000);
    const [contested] = session.view().conflicts!;
    expect(contested).toMatchObject({ theirs: expect.stringContaining('theirs') });
    expect(cell('mine').id).toBe(contested!.cell);
    expect(await onDisk()).toBe(changed);
    session.edit({ kind: 'settle', keep });
    await vi.waitFor(async () => expect(await onDisk()).toBe(expected), 4000);
    expect(session.view().conflicts).toBeUndefined();
  });

/** The title and the cell "dense" are changed here and in the file. */
async function twoContested(): Promise<void> {
  await fs.writeFile(path, TEXT.replace('first', 'theirs').replace('dataset: d', 'dataset: e'));
  type('first', '# Title\n\nmine');
  type('dataset: d', 'dataset: f');
  await vi.waitFor(() => expect(session.view().conflicts).toHaveLength(2), 4000);
}

test('the choice is made cell by cell, and other edits are saved meanwhile', async () => {
  await twoContested();
  type('last', 'the end');
  const theirs = TEXT.replace('first', 'theirs').replace('last', 'the end');
  await vi.waitFor(
    async () => expect(await onDisk()).toBe(theirs.replace('dataset: d', 'dataset: e')),
    4000,
  );
  session.edit({ kind: 'settle', keep: 'ours', cell: cell('dataset: f').id });
  await vi.waitFor(
    async () => expect(await onDisk()).toBe(theirs.replace('dataset: d', 'dataset: f')),
    4000,
  );
  expect(session.view().conflicts).toEqual([
    { cell: cell('mine').id, theirs: expect.stringContaining('theirs') },
  ]);
});

test('a contested cell that is deleted gives its place to the version of the file', async () => {
  await twoContested();
  session.edit({ kind: 'delete', cells: [cell('mine').id, cell('dataset: f').id] });
  const changed = TEXT.replace('first', 'theirs').replace('dataset: d', 'dataset: e');
  expect(session.view().conflicts).toBeUndefined();
  await vi.waitFor(() => expect(session.view().saved).toBe('saved'), 4000);
  expect(await onDisk()).toBe(changed);
  session.edit({ kind: 'undo' });
  expect(cell('mine')).toBeDefined();
});

test('a notebook that closes before a choice keeps both versions', async () => {
  await twoContested();
  await session.close();
  const text = await onDisk();
  for (const kept of ['mine', 'theirs', 'dataset: e', 'dataset: f']) expect(text).toContain(kept);
});

test('a change of the file that is met by the last writing is kept beside ours', async () => {
  await fs.writeFile(path, TEXT.replace('first', 'theirs').replace('dataset: d', 'dataset: e'));
  type('first', '# Title\n\nmine');
  type('last', 'the end');
  await session.close();
  const text = await onDisk();
  for (const kept of ['mine', 'theirs', 'dataset: e', 'the end']) expect(text).toContain(kept);
});

test('a change of the file alone is taken over, and nothing is written', async () => {
  const changed = `${TEXT}\nmore\n`;
  await fs.writeFile(path, changed);
  await vi.waitFor(() => expect(cell('more')).toBeDefined(), 4000);
  expect(session.view().saved).toBe('saved');
  expect(await onDisk()).toBe(changed);
});

test('a file that was taken away is said to be gone, and is not brought back but by an edit', async () => {
  await fs.rm(path);
  await vi.waitFor(() => expect(session.view().saved).toBe('gone'), 6000);
  expect(cell('first')).toBeDefined();
  await session.close();
  await expect(onDisk()).rejects.toMatchObject({ code: 'ENOENT' });
  session = await (async () => {
    await fs.writeFile(path, TEXT);
    return openSession(path);
  })();
  await fs.rm(path);
  await vi.waitFor(() => expect(session.view().saved).toBe('gone'), 6000);
  type('last', 'the end');
  await vi.waitFor(async () => expect(await onDisk()).toBe(TEXT.replace('last', 'the end')), 4000);
  // The file is there before its save has ended.
  await vi.waitFor(() => expect(session.view().saved).toBe('saved'));
}, 20_000);

test('a file that is back as it was is saved again', async () => {
  await fs.rm(path);
  await vi.waitFor(() => expect(session.view().saved).toBe('gone'), 6000);
  await fs.writeFile(path, TEXT);
  await vi.waitFor(() => expect(session.view().saved).toBe('saved'), 4000);
}, 20_000);
