import type { CellState } from '../../contract/notebook.js';
import { neededBy } from '../../notebook/graph.js';
import type { NotebookPlan } from './cell-plan.js';
import { unknownCell } from './unknown-cell.js';

/** What a person may ask to run: one cell, all down to one, all, or what is no longer true. */
export type RunWhat = 'cell' | 'toHere' | 'all' | 'outdated';

interface AskedOf {
  readonly plan: NotebookPlan;
  /** Ids of all cells, prose too, in their order in the notebook. */
  readonly order: readonly string[];
  readonly stateOf: (id: string) => CellState | undefined;
}

/**
 * The cells that run for what is asked, with all that they read, inputs first. What is done is left out, but
 * for `cell` itself, which may be computed anew. An unknown `cell` is an error.
 */
export function cellsToRun(
  what: RunWhat,
  cell: string | undefined,
  { plan: { graph, cells }, order, stateOf }: AskedOf,
): string[] {
  const notDone = (id: string) => stateOf(id)?.status !== 'done';
  if (what === 'all') return graph.order.filter(notDone);
  if (what === 'outdated')
    return graph.order.filter(id => stateOf(id)?.status !== 'fresh').filter(notDone);
  const id = cell ?? '';
  if (!cells.has(id)) throw unknownCell(id);
  const above = order.slice(0, order.indexOf(id) + 1);
  const wanted = what === 'toHere' ? above.filter(each => cells.has(each)) : [id];
  const needed = new Set(wanted.flatMap(each => neededBy(graph, each)));
  return graph.order.filter(each => needed.has(each) && (each === id || notDone(each)));
}
