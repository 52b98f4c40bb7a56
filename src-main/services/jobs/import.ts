import type { ImportOptions } from '../../data/import.js';
import { importActions } from '../../data/import.js';
import type { ImportReport } from '../../data/import-report.js';
import { openWorkspace } from '../../data/workspace.js';
import type { Job } from './job.js';

export interface ImportParams extends ImportOptions {
  readonly workspaceFolder: string;
}

/** Imports files into a data set, away from the thread that serves requests. Holds the workspace. */
export const importJob: Job<ImportParams, ImportReport> = async (
  { workspaceFolder, ...options },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder, { create: true, access: 'write' });
  try {
    return await importActions(workspace, options, context);
  } finally {
    await workspace.close();
  }
};
