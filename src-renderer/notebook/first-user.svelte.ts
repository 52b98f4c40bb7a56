import type { CellOutputs, ViewOutput } from '../../src-main/contract/outputs.js';
import { type FirstToShow, firstToShow } from '../cells/simulate/first-to-show.js';
import { latest } from '../state/latest.svelte.js';
import type { NotebookState } from '../state/notebook.svelte.js';
import type { Studio } from '../state/studio.js';
import { isPinned, isView } from './pin-view.js';
import { datasetsOf } from './shown-datasets.js';

/** What it asks and tells. */
export interface FirstUserStudio extends Pick<Studio, 'selection'> {
  readonly client: { readonly moments: Pick<Studio['client']['moments'], 'users'> };
}

/**
 * While nobody of the notebook's data sets is chosen, comes back to who was looked at in one when it was left, else chooses the user that views show first: who pays most for stale
 * embeddings where a replay in the notebook measured it, else who acted most. Waits for a replay that runs. Call it while
 * the notebook starts.
 */
export function chooseFirstUser(
  { client, selection }: FirstUserStudio,
  notebook: NotebookState,
): void {
  const replays = $derived(notebook.list.filter(cell => cell.kind === 'simulate'));
  const waits = $derived(
    replays.some(({ state }) => state.status === 'running' || state.status === 'queued'),
  );
  const views = $derived(
    notebook.list
      .filter(cell => isView(cell) && !isPinned(cell) && notebook.outputs.has(cell.id))
      .map(({ id }) => notebook.outputs.get(id)?.value as ViewOutput),
  );
  /** Data sets that the notebook shows anything of. */
  const datasets = $derived(
    new Set([...datasetsOf(notebook.list), ...views.map(({ dataset }) => dataset)]),
  );
  /** Somebody of another data set, chosen in another notebook, is nobody here. */
  const isNobody = $derived(
    selection.user === null || selection.dataset === null || !datasets.has(selection.dataset),
  );
  /** Of the data set that is selected, where one is. */
  const view = $derived(
    isNobody && !waits
      ? (views.find(({ dataset }) => dataset === selection.dataset) ?? views[0])
      : undefined,
  );
  /** Who was looked at when the data set was left is not looked for again. */
  const left = $derived(view ? selection.leftAt(view.dataset) : null);

  const first = latest(
    () => (view && !left ? { run: view.run, dataset: view.dataset } : null),
    async ({ run, dataset }, signal) => ({
      run,
      dataset,
      to: (await whoPaysMost(run)) ?? (await whoActsMost(run, signal)),
    }),
  );

  async function whoPaysMost(run: string): Promise<FirstToShow | null> {
    for (const { id, name } of replays) {
      await notebook.loadOutput(id);
      const output = notebook.outputs.get(id);
      const replay = output?.value as CellOutputs['simulate'] | undefined;
      const found = replay ? firstToShow(replay.perUser, run) : null;
      if (found) return { ...found, because: `${found.because} (#${name})` };
    }
    return null;
  }

  async function whoActsMost(run: string, signal: AbortSignal): Promise<FirstToShow | null> {
    const { rows } = await client.moments.users({ run, sort: 'actions', limit: 1 }, { signal });
    return rows[0] ? { user: rows[0].user, because: 'acted most of all users of the run' } : null;
  }

  $effect(() => {
    selection.isChoosing = first.pending;
  });
  $effect(() => {
    if (!isNobody) return;
    if (view && left) return selection.chooseRun(left.run, view.dataset);
    if (!first.value?.to || first.value.dataset !== view?.dataset) return;
    const { run, dataset, to } = first.value;
    selection.chooseRun(run, dataset);
    selection.chooseUser(to.user);
    selection.because = to.because;
  });
}
