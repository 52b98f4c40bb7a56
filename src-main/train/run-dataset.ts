import { StudioError } from '../base/errors.js';
import { type OpenDataset, openDataset } from '../data/dataset.js';
import { findManifest } from '../data/manifest.js';
import type { Workspace } from '../data/workspace.js';

/** The data set that a run was trained on; NOT_FOUND names the run where it is gone. */
export async function openDatasetOfRun(
  workspace: Workspace,
  run: string,
  dataset: string,
): Promise<OpenDataset> {
  if (await findManifest(workspace, dataset)) return openDataset(workspace, dataset);
  throw new StudioError(
    'NOT_FOUND',
    `run "${run}" was trained on data set "${dataset}", which is gone.`,
    {
      where: workspace.path('data', dataset),
      remedy: 'Make or import it again under that name, or train anew on another data set.',
    },
  );
}
