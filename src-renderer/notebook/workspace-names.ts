import type { Studio } from '../state/studio.js';
import type { Referred } from './form-field.js';

/** What a workspace has that settings may name, by what they refer to. */
export type WorkspaceNames = Readonly<Record<Referred, readonly string[]>>;

export const NO_NAMES: WorkspaceNames = { dataset: [], run: [] };

/** Data sets, and trained runs with the newest first; none where they cannot be listed: a name can be typed. */
export async function workspaceNames({
  datasets,
  runs,
}: Pick<Studio['client'], 'datasets' | 'runs'>): Promise<WorkspaceNames> {
  const [sets, rows] = await Promise.all([
    datasets.list({}).catch(() => []),
    runs.list({}).catch(() => []),
  ]);
  const trained = rows.filter(({ state }) => state === 'trained');
  return {
    dataset: sets.map(({ dataset }) => dataset),
    run: trained.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(({ run }) => run),
  };
}
