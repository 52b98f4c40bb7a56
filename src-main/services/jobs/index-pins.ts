import { badInput } from '../../base/errors.js';
import { deviceFacts } from '../../compute/device-facts.js';
import { checkName } from '../../data/names.js';
import { openWorkspace } from '../../data/workspace.js';
import { compareIndexes } from '../../retrieve/compare-indexes.js';
import { createExactIndex } from '../../retrieve/exact.js';
import { buildHnsw, DEFAULT_HNSW, type HnswParameters } from '../../retrieve/hnsw.js';
import { INDEX_VERSION, type IndexCard, refuseTaken, saveIndex } from '../index-folder.js';
import { embedSampledUsers } from '../sample-users.js';
import { type ServeOptions, serveRun } from '../served-run.js';
import type { Job } from './job.js';

export interface IndexPinsParams extends ServeOptions {
  readonly workspaceFolder: string;
  /** Name of the new index. */
  readonly name: string;
  /** What is left out has its default: 16 links, 200 candidates to build, 100 to search. */
  readonly parameters?: Partial<HnswParameters> | undefined;
  /** Users whose lists are compared with exact ones; 200 when absent. */
  readonly sampledUsers?: number | undefined;
  /** Results that are compared; 10 when absent. */
  readonly k?: number | undefined;
}

const SAMPLED_USERS = 200;
const COMPARED_K = 10;
const SAMPLE_SEED = 1;

/** Builds an HNSW index of a run's pins, measures it against exact search and keeps it with its card. */
export const indexPinsJob: Job<IndexPinsParams, IndexCard> = async (params, context) => {
  const workspace = await openWorkspace(params.workspaceFolder);
  const parameters = checkParameters({ ...DEFAULT_HNSW, ...params.parameters });
  await refuseTaken(workspace, checkName('index', params.name));
  const served = await serveRun(workspace, params, context);
  try {
    const { device, model, dataset, members, width } = served;
    const vectors = await served.pinEmbeddings();
    const startedAt = performance.now();
    const index = await buildHnsw({ vectors, width, members }, parameters, context);
    const buildSeconds = (performance.now() - startedAt) / 1000;
    context.onProgress?.({ stage: 'measuring recall', done: 0, unit: 'users' });
    const { users, embeddings } = await embedSampledUsers(
      served,
      params.sampledUsers ?? SAMPLED_USERS,
      SAMPLE_SEED,
      context.signal,
    );
    const exact = createExactIndex(device, vectors, dataset.pins.count, width, {
      members,
      resident: true,
    });
    const k = params.k ?? COMPARED_K;
    const compared = await compareIndexes(exact, index, embeddings, k, context.signal);
    const card: IndexCard = {
      version: INDEX_VERSION,
      name: params.name,
      kind: 'hnsw',
      run: model.run,
      phase: model.phase,
      checkpointSha256: model.checkpointSha256,
      dataset: model.dataset,
      pins: members.length,
      width,
      ...parameters,
      buildSeconds,
      device: deviceFacts(device),
      measured:
        users.length === 0
          ? null
          : {
              users: compared.queries,
              k,
              recall: compared.recall,
              exactMilliseconds: compared.exactMilliseconds,
              approximateMilliseconds: compared.approximateMilliseconds,
            },
      createdAt: new Date().toISOString(),
    };
    await saveIndex(workspace, card, index);
    return card;
  } finally {
    await served.dispose();
  }
};

function checkParameters(parameters: HnswParameters): HnswParameters {
  const ranges = { links: [2, 100], efConstruction: [2, 2000], efSearch: [1, 2000] } as const;
  for (const name of ['links', 'efConstruction', 'efSearch'] as const) {
    const value = parameters[name];
    const [least, most] = ranges[name];
    if (!(Number.isInteger(value) && value >= least && value <= most))
      throw badInput(`${value} cannot be used.`, {
        where: name,
        remedy: `Give a whole number from ${least} to ${most}.`,
      });
  }
  return parameters;
}
