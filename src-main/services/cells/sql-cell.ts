import type { CellConfig } from '../../contract/cells.js';
import type { Provenance } from '../../contract/notebook.js';
import type { Engine } from '../engine.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { queryWorkspace } from '../workspace-sql.js';
import type { CellServices } from './queued.js';

/** A query over the workspace's data sets and runs. */
export async function sqlCell(
  { engine }: CellServices,
  { query }: CellConfig<'sql'>,
  { signal }: ExecuteContext,
) {
  const { output, datasets, readsMetrics } = await queryWorkspace(
    engine.workspaceFolder,
    query,
    signal,
  );
  const [dataset, ...otherDatasets] = datasets;
  const runs = readsMetrics ? await runsOf(engine, query) : [];
  const provenance = {
    ...(dataset && { dataset }),
    ...(otherDatasets.length > 0 && { otherDatasets }),
    ...(runs.length > 0 && { runs }),
  };
  return { value: output, cached: false, provenance };
}

/** The trained runs whose metrics a query reads: those that it names as texts, else all. */
async function runsOf(
  { runs }: Pick<Engine, 'runs'>,
  query: string,
): Promise<NonNullable<Provenance['runs']>> {
  const names = await runs.names();
  const named = names.filter(name => query.includes(`'${name}'`));
  const read = await Promise.all(
    // A run that cannot be read has no metrics to speak of.
    (named.length > 0 ? named : names).map(name => runs.show(name).catch(() => undefined)),
  );
  return read.flatMap(details => {
    const { run, checkpointSha256 = null } = details ?? {};
    return run === undefined || checkpointSha256 === null ? [] : [{ run, checkpointSha256 }];
  });
}
