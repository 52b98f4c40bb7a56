import type { CellConfig } from '../../contract/cells.js';
import type { MapOutput } from '../../contract/outputs.js';
import { openDataset } from '../../data/dataset.js';
import { openWorkspace } from '../../data/workspace.js';
import type { IndexCard } from '../index-folder.js';
import type { ProjectedRun } from '../jobs/project.js';
import { indexOutput } from '../measures/index-output.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { mappedFacts } from './mapped-facts.js';
import { type CellServices, queued } from './queued.js';

/** Builds an HNSW index named after the run and its parameters; one that is there already is taken. */
export async function indexCell(
  services: CellServices,
  { run, links, efConstruction, efSearch }: CellConfig<'index'>,
  context: ExecuteContext,
) {
  const { checkpointSha256, contentHash } = await services.engine.runs.show(run);
  const name = `${run}-${links}-${efConstruction}-${efSearch}`;
  const cards = await services.engine.indexes.list();
  const there = cards.find(
    card => card.name === name && card.checkpointSha256 === checkpointSha256,
  );
  if (!there && cards.some(card => card.name === name)) await services.engine.indexes.remove(name);
  const card =
    there ??
    (await queued<IndexCard>(
      services,
      {
        kind: 'index',
        title: `index the pins of ${run}`,
        params: { name, run, parameters: { links, efConstruction, efSearch }, device: 'auto' },
      },
      context,
    ));
  const provenance = {
    runs: [{ run, checkpointSha256: card.checkpointSha256 }],
    dataset: { name: card.dataset, contentHash },
    ...(card.device && { device: card.device }),
  };
  return { value: indexOutput(card), cached: there !== undefined, provenance };
}

/** Pins and users in one plane, with their interests. */
export async function mapCell(
  services: CellServices,
  { run, method, users, seed }: CellConfig<'map'>,
  context: ExecuteContext,
) {
  const projected = await queued<ProjectedRun>(
    services,
    {
      kind: 'project',
      title: `map of ${run}`,
      params: { run, method, users, seed, device: 'auto' },
    },
    context,
  );
  const { dataset: name } = await services.engine.runs.show(run);
  const dataset = await openDataset(await openWorkspace(services.engine.workspaceFolder), name);
  const points = new Float32Array(projected.pinPlaces.length + projected.userPlaces.length);
  points.set(projected.pinPlaces);
  points.set(projected.userPlaces, projected.pinPlaces.length);
  const { actions, interest } = mappedFacts(dataset, projected.pins, projected.users);
  const value: MapOutput = {
    run,
    method,
    points,
    pins: projected.pins.length,
    users: Array.from(projected.users, user => dataset.userIds.at(user)),
    pin: projected.pins,
    actions,
    interest,
    interests: dataset.pins.interestNames,
    varianceShare: projected.shares ? projected.shares[0] + projected.shares[1] : Number.NaN,
  };
  const { checkpointSha256, contentHash, device } = projected;
  const provenance = {
    runs: [{ run, checkpointSha256 }],
    dataset: { name, contentHash },
    users: value.users.length,
    seed,
    device,
  };
  return { value, cached: false, provenance };
}
