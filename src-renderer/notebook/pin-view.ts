import { viewKinds } from '../../src-main/contract/cells.js';
import type { CellView } from '../../src-main/contract/notebook.js';
import type { Selection } from '../state/selection.svelte.js';
import type { Workbench } from './workbench.svelte.js';

type Configured = Pick<CellView, 'kind' | 'config'>;

/** Whether a cell is a view on one user, which may be pinned to one of its own. */
export function isView({ kind }: Pick<CellView, 'kind'>): boolean {
  return (viewKinds as ReadonlySet<string>).has(kind);
}

/** Whether a view has a user or an instant of its own and does not follow the selection in it. */
export function isPinned({ config }: Configured): boolean {
  return config?.user !== undefined || config?.at !== undefined;
}

/**
 * Pins the chosen views to the user and instant that all share now, by their settings, or lets those go that
 * are pinned. False when there is nobody to pin to.
 */
export async function togglePin(
  { chosen, notebook }: Pick<Workbench, 'chosen' | 'notebook'>,
  { user, atMs }: Pick<Selection, 'user' | 'atMs'>,
): Promise<boolean> {
  const set = async (cell: string, path: string, value: unknown) => {
    await notebook.edit({ kind: 'setting', cell, path: [path], value });
  };
  for (const id of chosen) {
    const cell = notebook.cells.get(id);
    if (!cell || !isView(cell)) continue;
    if (isPinned(cell)) {
      for (const path of ['user', 'at'])
        if (cell.config?.[path] !== undefined) await set(id, path, null);
    } else {
      if (user === null || atMs === null) return false;
      await set(id, 'user', user);
      await set(id, 'at', new Date(atMs).toISOString());
    }
  }
  return true;
}
