import { expect, test } from 'vitest';
import type { NotebookEdit } from '../../../src-main/contract/api.js';
import { togglePin } from '../../../src-renderer/notebook/pin-view.js';

const ann = { user: 'ann', atMs: Date.UTC(2024, 0, 2) };

/** A timeline that follows, a retrieval with its own user, and a table. */
function chosenViews() {
  const cell = (id: string, kind: string, config: Record<string, string>) => ({ id, kind, config });
  const cells = new Map([
    ['life', cell('life', 'timeline', { run: 'dense' })],
    ['found', cell('found', 'retrieve', { run: 'dense', user: 'bob' })],
    ['who', cell('who', 'users', { run: 'dense' })],
  ]);
  const edits: NotebookEdit[] = [];
  const notebook = {
    cells,
    edit: async (edit: NotebookEdit) => {
      edits.push(edit);
    },
  };
  return { edits, chosen: (...chosen: string[]) => ({ chosen, notebook }) };
}

test('several views are pinned by one edit, which leaves those that are pinned as they are', async () => {
  const { edits, chosen } = chosenViews();
  expect(await togglePin(chosen('life', 'found', 'who'), ann)).toBe(true);
  expect(edits).toEqual([
    {
      kind: 'settings',
      cells: ['life'],
      settings: [
        { path: ['user'], value: 'ann' },
        { path: ['at'], value: '2024-01-02T00:00:00.000Z' },
      ],
    },
  ]);
});

test('views that are all pinned are let go, whoever is chosen', async () => {
  const { edits, chosen } = chosenViews();
  expect(await togglePin(chosen('found'), { user: null, atMs: null })).toBe(true);
  expect(edits).toMatchObject([{ cells: ['found'], settings: [{ value: null }, { value: null }] }]);
});

test('without anybody to pin to nothing is written', async () => {
  const { edits, chosen } = chosenViews();
  expect(await togglePin(chosen('life'), { user: null, atMs: null })).toBe(false);
  expect(await togglePin(chosen('who'), ann)).toBe(true);
  expect(edits).toEqual([]);
});
