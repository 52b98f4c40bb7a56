import type { NotebookSummary } from '../../src-main/contract/notebook.js';

/**
 * The notebook that a window opens with; null shows the list.
 * @param last The one that was open when the window was last closed, '' when that was the list, null
 *   when this workspace has never been open in it.
 */
export function firstNotebook(
  last: string | null,
  notebooks: readonly Pick<NotebookSummary, 'name'>[],
): string | null {
  if (last === null) return notebooks.length === 1 ? (notebooks[0]?.name ?? null) : null;
  return notebooks.some(({ name }) => name === last) ? last : null;
}
