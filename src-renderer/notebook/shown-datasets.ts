import type { CellView } from '../../src-main/contract/notebook.js';

type Stated = Pick<CellView, 'state'>;

/** The data sets that cells show something of, in the order of the cells. */
export function datasetsOf(cells: readonly Stated[]): readonly string[] {
  const names = cells.flatMap(({ state }) =>
    'provenance' in state ? (state.provenance?.dataset?.name ?? []) : [],
  );
  return [...new Set(names)];
}

/**
 * The data sets whose chosen users and pins stand beside the document: those of the open notebook, that of the
 * selection first; that of the selection alone while the notebook shows nothing of any, and where none is open.
 */
export function datasetsBeside(
  cells: readonly Stated[] | null,
  selected: string | null,
): readonly string[] {
  const shown = datasetsOf(cells ?? []);
  if (shown.length === 0) return selected === null ? [] : [selected];
  return selected !== null && shown.includes(selected)
    ? [selected, ...shown.filter(name => name !== selected)]
    : shown;
}
