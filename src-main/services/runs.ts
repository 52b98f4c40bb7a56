import { openWorkspace } from '../data/workspace.js';

/** The runs of a workspace. */
export function createRuns(folder: string) {
  return {
    /** Sorted; NOT_FOUND when the folder is no workspace. */
    async names(): Promise<string[]> {
      return (await openWorkspace(folder)).list('runs');
    },
  };
}
