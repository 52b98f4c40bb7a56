import type { CellConfig } from '../../contract/cells.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { queryWorkspace } from '../workspace-sql.js';
import type { CellServices } from './queued.js';

/** A query over the workspace's data sets and runs. */
export async function sqlCell(
  { engine }: CellServices,
  { query }: CellConfig<'sql'>,
  { signal }: ExecuteContext,
) {
  const value = await queryWorkspace(engine.workspaceFolder, query, signal);
  return { value, cached: false };
}
