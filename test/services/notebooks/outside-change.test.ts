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
  expect(session.view().conflict).toBeUndefined();
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
    await vi.waitFor(() => expect(session.view().conflict).toBeDefined(), 4000);
    expect(session.view().conflict?.theirs).toContain('theirs');
    expect(cell('mine')).toBeDefined();
    expect(await onDisk()).toBe(changed);
    session.edit({ kind: 'settle', keep });
    await vi.waitFor(async () => expect(await onDisk()).toBe(expected), 4000);
    expect(session.view().conflict).toBeUndefined();
  });

test('a change of the file alone is taken over, and nothing is written', async () => {
  const changed = `${TEXT}\nmore\n`;
  await fs.writeFile(path, changed);
  await vi.waitFor(() => expect(cell('more')).toBeDefined(), 4000);
  expect(session.view().saved).toBe('saved');
  expect(await onDisk()).toBe(changed);
});
