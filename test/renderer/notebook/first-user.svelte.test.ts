// @vitest-environment happy-dom
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { CellOutput, CellState, CellView } from '../../../src-main/contract/notebook.js';
import {
  chooseFirstUser,
  type FirstUserStudio,
} from '../../../src-renderer/notebook/first-user.svelte.js';
import { type NotebookClient, NotebookState } from '../../../src-renderer/state/notebook.svelte.js';
import { Selection } from '../../../src-renderer/state/selection.svelte.js';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', setImmediate);
  vi.stubGlobal('cancelAnimationFrame', clearImmediate);
});

const provenance = {} as CellOutput['provenance'];
const done: CellState = { status: 'done', key: 'k', provenance };
const view = { run: 'dense', dataset: 'shop' };
/** bob loses all of his recall under daily inference. */
const replay = {
  perUser: {
    users: ['ann', 'bob'],
    targets: Int32Array.of(1, 1),
    cells: ['daily', 'realtime'].map((cadence, i) => ({
      run: 'dense',
      cadence,
      all: Float32Array.of(1, i),
      new: Float32Array.of(1, i),
    })),
  },
};

/** A notebook with a replay in a state and a view that has run, beside a selection. */
async function opened(selection: Selection, replayed: CellState | null) {
  const cell = (id: string, kind: string, state: CellState): CellView => ({
    id,
    kind,
    name: id,
    source: '',
    config: {},
    summary: '',
    problems: [],
    state,
    inputs: [],
    cheap: true,
  });
  const cells = [
    ...(replayed ? [cell('cadences', 'simulate', replayed)] : []),
    cell('life', 'timeline', done),
  ];
  const outputOf = (kind: string, value: unknown): CellOutput => ({
    key: 'k',
    kind,
    value,
    provenance,
  });
  const outputs: Record<string, CellOutput> = {
    cadences: outputOf('simulate', replay),
    life: outputOf('timeline', view),
  };
  const idle = async () => null;
  const client: NotebookClient = {
    open: () => () => undefined,
    edit: async () => ({ cells: [] }),
    run: idle,
    cancel: idle,
    output: async ({ cell }) => outputs[cell]!,
  };
  const notebook = new NotebookState(client, 'n', error => {
    throw error;
  });
  const head = { name: 'n', revision: 1, problems: [], readOnly: false, saved: 'saved' } as const;
  const facts = { ...head, canUndo: false, canRedo: false };
  notebook.apply({ type: 'opened', notebook: { ...facts, cells } });
  const busy = {
    user: 'busy',
    actions: 9,
    positives: 1,
    firstAtMs: 0,
    lastAtMs: 0,
    split: 'test',
  } as const;
  const moments = { users: async () => ({ rows: [busy], total: 1 }) };
  const studio: FirstUserStudio = { client: { moments }, selection };
  // Maps do not tell of changes where no page is: what is there is there before.
  await notebook.loadOutput('life');
  onTestFinished($effect.root(() => chooseFirstUser(studio, notebook)));
  const settle = async () => {
    for (let turn = 0; turn < 6; turn++) await new Promise(resolve => setImmediate(resolve));
  };
  await settle();
  const become = (state: CellState) => {
    const { cells: _, ...frame } = { ...facts, cells };
    const order = cells.map(({ id }) => id);
    const changed = [cell('cadences', 'simulate', state)];
    notebook.apply({ type: 'changed', notebook: frame, order, cells: changed });
    return settle();
  };
  return { become };
}

test('who pays most is shown first, once the replay is done', async () => {
  const selection = new Selection();
  const running: CellState = { status: 'queued', place: 1, waitsFor: '' };
  const { become } = await opened(selection, running);
  expect(selection.user).toBeNull();
  await become(done);
  await vi.waitFor(() => expect(selection.user).toBe('bob'));
  expect([selection.run, selection.dataset]).toEqual(['dense', 'shop']);
  expect(selection.because).toContain('(#cadences)');
});

test('without a replay it is who acted most, and a choice is left as it is', async () => {
  const nobody = new Selection();
  await opened(nobody, null);
  await vi.waitFor(() => expect(nobody.user).toBe('busy'));

  const chosen = new Selection();
  chosen.chooseRun('dense', 'shop');
  chosen.chooseUser('ann');
  await opened(chosen, done);
  expect(chosen.user).toBe('ann');
});

test('somebody of another data set is nobody here', async () => {
  const selection = new Selection();
  selection.chooseRun('other', 'elsewhere');
  selection.chooseUser('eve');
  await opened(selection, done);
  await vi.waitFor(() => expect([selection.user, selection.dataset]).toEqual(['bob', 'shop']));
});

test('who was looked at in the data set before another one is there again', async () => {
  const selection = new Selection();
  selection.chooseRun('sasrec', 'shop');
  selection.chooseUser('ann', 5);
  selection.chooseRun('other', 'elsewhere');
  selection.chooseUser('eve');
  await opened(selection, done);
  await vi.waitFor(() => expect(selection.dataset).toBe('shop'));
  expect([selection.run, selection.user, selection.atMs]).toEqual(['sasrec', 'ann', 5]);
});
