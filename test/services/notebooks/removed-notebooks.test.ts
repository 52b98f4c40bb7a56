import { existsSync, promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNotebooks, type Notebooks } from '../../../src-main/services/notebooks/notebooks.js';

let folder: string;
let notebooks: Notebooks;
const names = async () => (await notebooks.list()).map(({ name }) => name);

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  notebooks = createNotebooks({
    folder,
    execute: () => Promise.reject(new Error('not asked for')),
    workspaceNames: async () => ({ dataset: null, run: null }),
    fingerprints: async () => ({
      dataset: () => undefined,
      run: () => undefined,
      runs: [],
      everything: '',
    }),
    brokenOff: () => undefined,
    codeVersion: '1',
    now: Date.now,
  });
  await fs.writeFile(join(folder, 'a.md'), '# A\n');
  await fs.mkdir(join(folder, 'a.outputs'));
  await fs.writeFile(join(folder, 'a.outputs', 'kept'), 'x');
});
afterEach(async () => {
  await notebooks.close();
  await fs.rm(folder, { recursive: true, force: true });
});

test('a deleted notebook comes back with what was typed last and with its outputs', async () => {
  const session = await notebooks.session('a');
  session.edit({ kind: 'insert', before: null, cellKind: 'prose', source: 'Last.' });
  await notebooks.remove('a');
  expect(await names()).toEqual([]);
  expect(existsSync(join(folder, 'a.outputs'))).toBe(false);
  await notebooks.restore('a');
  expect(await fs.readFile(join(folder, 'a.md'), 'utf8')).toBe('# A\n\nLast.\n');
  expect(existsSync(join(folder, 'a.outputs', 'kept'))).toBe(true);
});

test('the text of one that was deleted earlier is kept, and no other notebook gives way to it', async () => {
  await notebooks.remove('a');
  await notebooks.create({ name: 'b' });
  await notebooks.remove('b');
  await notebooks.create({ name: 'a', text: '# Another\n' });
  await expect(notebooks.restore('a')).rejects.toMatchObject({ code: 'CONFLICT' });
  await notebooks.rename('a', 'c');
  await notebooks.restore('a');
  expect(await names()).toEqual(['a', 'c']);
  expect(await fs.readFile(join(folder, 'a.md'), 'utf8')).toBe('# A\n');
  await expect(notebooks.restore('a')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(notebooks.restore('d')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(notebooks.remove('d')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
