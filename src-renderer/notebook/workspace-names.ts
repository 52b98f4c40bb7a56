import type { Studio } from '../state/studio.js';
import type { Referred } from './form-field.js';

/** What a workspace has that settings may name, by what they refer to. */
export type WorkspaceNames = Readonly<Record<Referred, readonly string[]>>;

export const NO_NAMES: WorkspaceNames = { dataset: [], run: [] };

type Client = Studio['client'];

/** What of the engine is asked. */
export interface Lists {
  readonly datasets: Pick<Client['datasets'], 'list'>;
  readonly models: Pick<Client['models'], 'list'>;
  readonly runs: Pick<Client['runs'], 'list'>;
}

/**
 * Data sets; models, and trained runs with the newest first. None where they cannot be listed: a name can be
 * typed.
 */
export async function workspaceNames({ datasets, models, runs }: Lists): Promise<WorkspaceNames> {
  const [sets, promoted, rows] = await Promise.all([
    datasets.list({}).catch(() => []),
    models.list({}).catch(() => []),
    runs.list({}).catch(() => []),
  ]);
  const trained = rows.filter(({ state }) => state === 'trained');
  return {
    dataset: sets.map(({ dataset }) => dataset),
    run: [
      ...promoted.map(({ model }) => model),
      ...trained.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(({ run }) => run),
    ],
  };
}
