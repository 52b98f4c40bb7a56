import { promises as fs } from 'node:fs';
import type { JobContext } from '../base/progress.js';
import { openWorkspace } from '../data/workspace.js';
import { type IndexCard, listIndexes, readIndexCard } from './index-folder.js';
import type { JobParams } from './jobs/registry.js';
import type { RunJob } from './run-job.js';

/** The approximate indexes of a workspace. */
export function createIndexes(folder: string, runJob: RunJob) {
  return {
    /** By name. */
    async list(): Promise<IndexCard[]> {
      return listIndexes(await openWorkspace(folder));
    },

    /** UNAVAILABLE where the native package does not load, CONFLICT for a name that is taken. */
    build: (request: Omit<JobParams<'index'>, 'workspaceFolder'>, context: JobContext) =>
      runJob('index', { ...request, workspaceFolder: folder }, context),

    /** NOT_FOUND names the nearest indexes. */
    async remove(name: string): Promise<void> {
      const workspace = await openWorkspace(folder);
      await readIndexCard(workspace, name);
      await fs.rm(workspace.path('indexes', name), { recursive: true });
    },
  };
}
