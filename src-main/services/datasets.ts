import { openWorkspace } from '../data/workspace.js';

/** The data sets of a workspace. */
export function createDatasets(folder: string) {
  return {
    /** Sorted; NOT_FOUND when the folder is no workspace. */
    async names(): Promise<string[]> {
      return (await openWorkspace(folder)).list('data');
    },
  };
}
