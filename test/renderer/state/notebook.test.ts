import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NotebookEdit } from '../../../src-main/contract/api.js';
import type { CellView, NotebookEvent } from '../../../src-main/contract/notebook.js';
import { portLost } from '../../../src-main/rpc/errors.js';
import { type NotebookClient, NotebookState } from '../../../src-renderer/state/notebook.svelte.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const cell = (source: string, id = 'a', name: string | null = null): CellView => ({
  id,
  kind: 'sql',
  name,
  source,
  config: null,
  summary: '',
  problems: [],
  state: { status: 'fresh' },
  inputs: [],
  cheap: true,
});
const head = {
  name: 'n',
  revision: 1,
  problems: [],
  readOnly: false,
  saved: 'saved',
  canUndo: false,
  canRedo: false,
} as const;
const changed = (source: string): NotebookEvent => ({
  type: 'changed',
  notebook: head,
  order: ['a'],
  cells: [cell(source)],
});

/** A notebook whose engine keeps the edits it was sent. */
function opened(
  answer: () => Promise<{ readonly cells: readonly string[] }>,
  cells = [cell('one')],
) {
  const sent: NotebookEdit[] = [];
  const failures: unknown[] = [];
  const notAsked = () => Promise.reject(new Error('not asked for'));
  const client: NotebookClient = {
    open: () => () => undefined,
    run: notAsked,
    cancel: notAsked,
    output: notAsked,
    edit: ({ edit }: { readonly edit: NotebookEdit }) => {
      sent.push(edit);
      return answer();
    },
  };
  const notebook = new NotebookState(client, 'n', failure => failures.push(failure));
  notebook.apply({ type: 'opened', notebook: { ...head, cells } });
  return { notebook, sent, failures };
}

test('typing is shown at once and sent as one edit when it rests', async () => {
  const { notebook, sent } = opened(async () => ({ cells: ['a'] }));
  notebook.type('a', 'two');
  notebook.type('a', 'three');
  expect(notebook.sourceOf('a')).toBe('three');
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(150);
  expect(sent).toEqual([{ kind: 'source', cell: 'a', source: 'three' }]);
});

test('news of older text does not take back what was typed since', async () => {
  const { notebook } = opened(async () => ({ cells: ['a'] }));
  notebook.type('a', 'two');
  notebook.apply(changed('one'));
  expect(notebook.sourceOf('a')).toBe('two');
  await vi.advanceTimersByTimeAsync(150);
  notebook.apply(changed('two'));
  notebook.apply(changed('undone'));
  expect(notebook.sourceOf('a')).toBe('undone');
});

test('another edit comes after what was typed before it', async () => {
  const { notebook, sent } = opened(async () => ({ cells: ['a'] }));
  notebook.type('a', 'two');
  await notebook.edit({ kind: 'undo' });
  expect(sent.map(edit => edit.kind)).toEqual(['source', 'undo']);
});

test('edits that wait for what was typed go on in the order in which they were made', async () => {
  const { notebook, sent } = opened(async () => ({ cells: ['a'] }));
  notebook.type('a', 'two');
  await Promise.all([notebook.edit({ kind: 'undo' }), notebook.edit({ kind: 'redo' })]);
  expect(sent.map(edit => edit.kind)).toEqual(['source', 'undo', 'redo']);
});

test('an edit that fails is told and keeps the text', async () => {
  const { notebook, failures } = opened(() => Promise.reject(new Error('no')));
  notebook.type('a', 'two');
  await notebook.flush();
  expect(failures).toHaveLength(1);
  expect(notebook.sourceOf('a')).toBe('two');
});

test('what a lost connection took along is sent again, and shown meanwhile', async () => {
  let calls = 0;
  const { notebook, sent, failures } = opened(async () => {
    if (++calls === 1) throw portLost();
    return { cells: ['a'] };
  });
  notebook.type('a', 'two');
  await vi.advanceTimersByTimeAsync(150);
  notebook.apply({ type: 'opened', notebook: { ...head, cells: [cell('one')] } });
  expect(notebook.sourceOf('a')).toBe('two');
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(edit => edit.kind === 'source' && edit.source)).toEqual(['two', 'two']);
  expect(failures).toEqual([]);
});

test('what was typed finds its cell when an engine that was started anew names it otherwise', async () => {
  const { notebook, sent, failures } = opened(
    async () => ({ cells: [] }),
    [cell('one', 'a'), cell('two', 'b', 'named'), cell('three', 'c')],
  );
  notebook.type('a', 'one more');
  notebook.type('b', 'two more');
  notebook.apply({
    type: 'opened',
    notebook: { ...head, cells: [cell('0', 'w'), cell('2', 'y', 'named'), cell('one', 'x')] },
  });
  expect(['w', 'x', 'y'].map(id => notebook.sourceOf(id))).toEqual(['0', 'one more', 'two more']);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent).toEqual([
    { kind: 'source', cell: 'x', source: 'one more' },
    { kind: 'source', cell: 'y', source: 'two more' },
  ]);
  expect(failures).toEqual([]);
});

test('what was typed in a cell that is gone since stands in a new one, and that is told', async () => {
  const { notebook, sent, failures } = opened(async () => ({ cells: [] }));
  notebook.type('a', 'one more');
  notebook.apply({ type: 'opened', notebook: { ...head, cells: [cell('else', 'x')] } });
  await vi.advanceTimersByTimeAsync(200);
  expect(sent).toEqual([{ kind: 'insert', before: null, cellKind: 'sql', source: 'one more' }]);
  expect(failures).toMatchObject([{ code: 'CONFLICT' }]);
});

test('the way back from a deletion is offered until something else is changed', async () => {
  const { notebook } = opened(async () => ({ cells: [] }));
  let offers = 0;
  const offer = () => {
    offers++;
    notebook.beforeNextEdit = () => void offers--;
  };
  offer();
  notebook.type('a', 'one');
  expect(offers).toBe(1);
  notebook.type('a', 'two');
  expect(offers).toBe(0);
  offer();
  await notebook.edit({ kind: 'undo' });
  await notebook.edit({ kind: 'redo' });
  expect(offers).toBe(0);
});
