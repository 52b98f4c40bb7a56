import type { NotebookEdit } from '../../src-main/contract/api.js';
import { viewKinds } from '../../src-main/contract/cells.js';
import type { CellView } from '../../src-main/contract/notebook.js';
import type { Selection } from '../state/selection.svelte.js';

type Configured = Pick<CellView, 'id' | 'kind' | 'config'>;

/** Whether a cell is a view on one user, which may be pinned to one of its own. */
export function isView({ kind }: Pick<CellView, 'kind'>): boolean {
  return (viewKinds as ReadonlySet<string>).has(kind);
}

/** Whether a view has a user or an instant of its own and does not follow the selection in it. */
export function isPinned({ config }: Pick<CellView, 'config'>): boolean {
  return config?.user !== undefined || config?.at !== undefined;
}

/**
 * Pins the chosen views to the user and instant that all share now, by their settings; once all of them are pinned,
 * lets them go. Undone together. False when there is nobody to pin to.
 */
export async function togglePin(
  {
    chosen,
    notebook,
  }: {
    readonly chosen: readonly string[];
    readonly notebook: {
      readonly cells: ReadonlyMap<string, Configured>;
      edit(edit: NotebookEdit): Promise<unknown>;
    };
  },
  { user, atMs }: Pick<Selection, 'user' | 'atMs'>,
): Promise<boolean> {
  const views = chosen.flatMap(id => notebook.cells.get(id) ?? []).filter(isView);
  const loose = views.filter(cell => !isPinned(cell));
  if (views.length === 0) return true;
  if (loose.length > 0 && (user === null || atMs === null)) return false;
  const at = loose.length === 0 || atMs === null ? null : new Date(atMs).toISOString();
  const settings = [
    { path: ['user'], value: loose.length === 0 ? null : user },
    { path: ['at'], value: at },
  ];
  const cells = (loose.length === 0 ? views : loose).map(({ id }) => id);
  await notebook.edit({ kind: 'settings', cells, settings });
  return true;
}
