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
  for (const cell of chosen.flatMap(id => notebook.cells.get(id) ?? [])) {
    if (!isView(cell)) continue;
    const pinned = isPinned(cell);
    if (!pinned && (user === null || atMs === null)) return false;
    const at = pinned || atMs === null ? null : new Date(atMs).toISOString();
    const settings = [
      { path: ['user'], value: pinned ? null : user },
      { path: ['at'], value: at },
    ];
    await notebook.edit({ kind: 'settings', cell: cell.id, settings });
  }
  return true;
}
