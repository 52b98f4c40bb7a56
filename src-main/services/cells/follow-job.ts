import type { JobRecord } from '../../contract/jobs.js';
import type { Notebooks } from '../notebooks/notebooks.js';
import { trainTitle } from './train-cell.js';

/**
 * Lets the cell that asked for a training wait for it again once it goes on, so that its progress and its
 * outcome are seen there; a cell that was changed, renamed or deleted since is left alone.
 */
export async function followAgain(notebooks: Notebooks, job: JobRecord): Promise<void> {
  if (job.kind !== 'train' || !job.cell) return;
  const { notebook, name } = job.cell;
  if (!(await notebooks.list()).some(each => each.name === notebook)) return;
  const session = await notebooks.session(notebook);
  const cell = session.settingsOf(name);
  if (!cell || trainTitle(String(cell.config.run), String(cell.config.dataset)) !== job.title)
    return;
  session.run('cell', cell.id);
}
