import type { JobRecord } from '../../contract/jobs.js';
import type { Notebooks } from '../notebooks/notebooks.js';

/**
 * Lets the cell that asked for a job wait for it again once it goes on, so that its progress and its
 * outcome are seen there; a cell that was changed, renamed or deleted since is left alone.
 */
export async function followAgain(notebooks: Notebooks, { cell }: JobRecord): Promise<void> {
  if (!cell || !(await notebooks.list()).some(each => each.name === cell.notebook)) return;
  const session = await notebooks.session(cell.notebook);
  const asked = session.named(cell.name);
  if (asked && asked.key === cell.key) session.follow(asked.id);
}
