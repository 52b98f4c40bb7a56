import type { CellConfig } from '../../contract/cells.js';
import type { CellKindName } from '../../contract/outputs.js';
import type { CellPlan } from '../notebooks/cell-plan.js';
import type { Execute, ExecuteContext, Executed } from '../notebooks/execute.js';
import { datasetCell, importCell, profileCell, worldCell } from './data-cells.js';
import { indexCell, mapCell } from './index-cells.js';
import { compareCell, diversityCell, simulateCell, usersCell } from './measured-cells.js';
import type { CellServices } from './queued.js';
import { sqlCell } from './sql-cell.js';
import { trainCell } from './train-cell.js';
import { viewCell } from './view-cell.js';

/** What one kind of cell does: from settings with all names resolved to its output. */
export type ExecuteKind<K extends CellKindName> = (
  services: CellServices,
  config: CellConfig<K>,
  context: ExecuteContext,
) => Promise<Executed>;

const kinds: { readonly [K in CellKindName]: ExecuteKind<K> } = {
  import: importCell,
  dataset: datasetCell,
  world: worldCell,
  profile: profileCell,
  train: trainCell,
  simulate: simulateCell,
  timeline: viewCell,
  attention: viewCell,
  target: viewCell,
  retrieve: viewCell,
  diversity: diversityCell,
  users: usersCell,
  compare: compareCell,
  sql: sqlCell,
  map: mapCell,
  index: indexCell,
};

/** Runs cells of every kind over one workspace. */
export function cellExecutor(services: CellServices): Execute {
  return (plan: CellPlan, context) => {
    const execute = kinds[plan.kind] as ExecuteKind<CellKindName>;
    // The plan's config was parsed by the schema of its kind.
    return execute(services, plan.config as CellConfig<CellKindName>, context);
  };
}
