import type { CellView } from '../../src-main/contract/notebook.js';
import type { CommandId } from './keys.js';

export interface RunChoice {
  readonly command: Extract<
    CommandId,
    'notebook.runAll' | 'notebook.runOutdated' | 'notebook.stop'
  >;
  readonly text: string;
  readonly about: string;
  /** What the reader most likely wants next. */
  readonly urgent: boolean;
}

/**
 * The one thing that the notebook's run button does now: stop what runs, bring up to date what is stale,
 * or run all. Null where no cell can run.
 */
export function runChoice(cells: readonly Pick<CellView, 'kind' | 'state'>[]): RunChoice | null {
  const states = cells.filter(({ kind }) => kind !== 'prose').map(({ state }) => state.status);
  if (states.length === 0) return null;
  const count = (...wanted: readonly string[]) =>
    states.filter(status => wanted.includes(status)).length;
  const active = count('running', 'queued');
  if (active > 0)
    return {
      command: 'notebook.stop',
      text: 'Stop',
      about:
        active === 1 ? 'Stops the cell that runs' : `Stops ${active} cells: running or waiting`,
      urgent: false,
    };
  const stale = count('stale');
  if (stale > 0 && count('done', 'stale') === states.length)
    return {
      command: 'notebook.runOutdated',
      text: stale === 1 ? 'Run 1 stale cell' : `Run ${stale} stale cells`,
      about: 'Runs what has changed since its last result, and what reads it',
      urgent: true,
    };
  return {
    command: 'notebook.runAll',
    text: 'Run all',
    about: 'Runs every cell in its order; results that still hold are reused',
    urgent: count('done', 'stale') === 0,
  };
}
