import { StudioError } from '../base/errors.js';
import { type OpenDataset, openDataset } from '../data/dataset.js';
import { findManifest, type Manifest } from '../data/manifest.js';
import type { Workspace } from '../data/workspace.js';

/** The data set that a run was trained on; NOT_FOUND names the run where it is gone. */
export async function openDatasetOfRun(
  workspace: Workspace,
  run: string,
  dataset: string,
): Promise<OpenDataset> {
  await manifestOfRun(workspace, run, dataset);
  return openDataset(workspace, dataset);
}

/** As `openDatasetOfRun`, of its manifest alone. */
export async function manifestOfRun(
  workspace: Workspace,
  run: string,
  dataset: string,
): Promise<Manifest> {
  const manifest = await findManifest(workspace, dataset);
  if (manifest) return manifest;
  throw new StudioError(
    'NOT_FOUND',
    `run "${run}" was trained on data set "${dataset}", which is gone.`,
    {
      where: workspace.path('data', dataset),
      remedy: 'Make or import it again under that name, or train anew on another data set.',
    },
  );
}
