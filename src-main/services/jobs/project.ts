import { type DeviceFacts, deviceFacts } from '../../compute/device-facts.js';
import { openWorkspace } from '../../data/workspace.js';
import {
  DEFAULT_UMAP,
  type Projection,
  projectByPca,
  projectByUmap,
  type UmapOptions,
} from '../../inspect/projection.js';
import { unitRows } from '../../inspect/unit-rows.js';
import { embedSampledUsers } from '../sample-users.js';
import { type ServeOptions, serveRun } from '../served-run.js';
import type { Job } from './job.js';

export interface ProjectParams extends ServeOptions {
  readonly workspaceFolder: string;
  readonly method: 'pca' | 'umap';
  /** What is left out has its default. */
  readonly umap?: Partial<Omit<UmapOptions, 'seed'>> | undefined;
  readonly seed?: number | undefined;
  /** Users that are placed among the pins, at most; 1,000 when absent. */
  readonly users?: number | undefined;
}

/** Pins and users of a run in one plane. */
export interface ProjectedRun {
  readonly run: string;
  readonly checkpointSha256: string;
  readonly contentHash: string;
  readonly device: DeviceFacts;
  readonly method: 'pca' | 'umap';
  readonly seed: number;
  /** Rows of the pin table with features, ascending, and their places [n, 2]. */
  readonly pins: Int32Array;
  readonly pinPlaces: Float32Array;
  /** A sample of users, by their row, at the end of training. */
  readonly users: Int32Array;
  readonly userPlaces: Float32Array;
  /** Shares of the pins' variance along both axes, for PCA, which are those of the pins. */
  readonly shares: Projection['shares'];
  /** Points that the layout was computed for; the rest lies between its nearest of these. */
  readonly laidOut: number;
}

const PLACED_USERS = 1000;

/** Lays a run's pins and a sample of its users out in the plane. */
export const projectJob: Job<ProjectParams, ProjectedRun> = async (params, context) => {
  const { method, seed = DEFAULT_UMAP.seed } = params;
  const workspace = await openWorkspace(params.workspaceFolder);
  const served = await serveRun(workspace, params, context);
  try {
    const { device, members, model, width } = served;
    context.onProgress?.({ stage: 'embedding', done: 0, unit: 'points' });
    const vectors = await served.pinEmbeddings();
    const most = params.users ?? PLACED_USERS;
    const { users, embeddings } = await embedSampledUsers(served, most, seed, context.signal);
    const rows = new Float32Array((members.length + users.length) * width);
    members.forEach((pin, row) => {
      rows.set(vectors.subarray(pin * width, (pin + 1) * width), row * width);
    });
    rows.set(embeddings, members.length * width);
    // A bare dot product has no common length; directions are what can be laid out.
    if (model.config.model.similarity === 'dot') unitRows(rows, width);
    const { places, shares, sampled } =
      method === 'pca'
        ? projectByPca(rows, width, seed, members.length)
        : await projectByUmap(
            device,
            rows,
            width,
            { ...DEFAULT_UMAP, ...params.umap, seed },
            context,
          );
    return {
      run: model.run,
      checkpointSha256: model.checkpointSha256,
      contentHash: model.contentHash,
      device: deviceFacts(device),
      method,
      seed,
      pins: members,
      pinPlaces: places.slice(0, 2 * members.length),
      users,
      userPlaces: places.slice(2 * members.length),
      shares,
      laidOut: sampled.length,
    };
  } finally {
    await served.dispose();
  }
};
