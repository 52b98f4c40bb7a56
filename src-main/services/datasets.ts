import type { JobContext } from '../base/progress.js';
import type { ImportOptions, ImportReport } from '../data/import.js';
import { listDatasets } from '../data/manifest.js';
import type { Profile, ProfileOptions } from '../data/profile.js';
import { openWorkspace } from '../data/workspace.js';

/** The data sets of a workspace. */
export function createDatasets(folder: string) {
  return {
    /** Sorted; NOT_FOUND when the folder is no workspace. */
    async names(): Promise<string[]> {
      return listDatasets(await openWorkspace(folder));
    },

    /** Reads the columns of a data set once. NOT_FOUND names the nearest data sets. */
    async profile(name: string, options: ProfileOptions, context: JobContext): Promise<Profile> {
      const { profileDataset } = await import('../data/profile.js');
      return profileDataset(await openWorkspace(folder), name, options, context);
    },

    /** Imports files into a data set, which is made when it is not there. Holds the workspace. */
    async import(options: ImportOptions, context: JobContext): Promise<ImportReport> {
      const { importActions } = await import('../data/import.js');
      const workspace = await openWorkspace(folder, { create: true, access: 'write' });
      try {
        return await importActions(workspace, options, context);
      } finally {
        await workspace.close();
      }
    },
  };
}
