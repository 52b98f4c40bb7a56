import type { PinCard } from '../contract/moment.js';
import type { DatasetSummary } from '../contract/workspace.js';
import { openDataset } from '../data/dataset.js';
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

/** Pins whose id or title begins with the text, then those that hold it, ignoring case. */
export async function findPins(
  workspaceFolder: string,
  { dataset: name, text, limit }: { dataset: string; text: string; limit: number },
  cardsOf: (dataset: string, pins: readonly number[]) => Promise<PinCard[]>,
): Promise<PinCard[]> {
  const { pins } = await openDataset(await openWorkspace(workspaceFolder), name);
  const wanted = text.trim().toLowerCase();
  const first: number[] = [];
  const later: number[] = [];
  for (let pin = 0; pin < pins.count && first.length < limit; pin++) {
    const title = pins.titles.at(pin).toLowerCase();
    const id = pins.ids.at(pin).toLowerCase();
    if (title.startsWith(wanted) || id.startsWith(wanted)) first.push(pin);
    else if (later.length < limit && title.includes(wanted)) later.push(pin);
  }
  return cardsOf(name, [...first, ...later].slice(0, limit));
}
