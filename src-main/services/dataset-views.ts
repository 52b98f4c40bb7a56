import type { DatasetSummary } from '../contract/workspace.js';
import { listDatasets, readManifest } from '../data/manifest.js';
import { openWorkspace } from '../data/workspace.js';

/** The data sets of a workspace, as a list shows them. */
export async function listDatasetSummaries(workspaceFolder: string): Promise<DatasetSummary[]> {
  const workspace = await openWorkspace(workspaceFolder);
  return Promise.all(
    (await listDatasets(workspace)).map(async dataset => {
      const { counts, firstAtMs, lastAtMs, origin } = await readManifest(workspace, dataset);
      const { users, pins, actions } = counts;
      return { dataset, users, pins, actions, firstAtMs, lastAtMs, origin: origin.kind };
    }),
  );
}
