import { writeFileAtomic } from '../../base/files.js';
import { openWorkspace } from '../../data/workspace.js';
import type { SimulationReport } from '../../simulate/report.js';
import { runFolder } from '../../train/run-folder.js';
import { type ReplayRequest, replayRuns } from '../replayed-runs.js';
import type { Job } from './job.js';

export interface SimulateParams extends ReplayRequest {
  readonly workspaceFolder: string;
}

/** Replays runs under cadences; the report is also kept in each run's results. */
export const simulateJob: Job<SimulateParams, SimulationReport> = async (
  { workspaceFolder, ...request },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder);
  return replayRuns(workspace, request, 'simulate', context, async ({ simulation, models }) => {
    const { report } = simulation;
    const content = `${JSON.stringify({ request, ...report }, null, 2)}\n`;
    for (const { run } of models) {
      const name = `simulation-${request.users}.json`;
      await writeFileAtomic(runFolder(workspace, run, 'results', name), content);
    }
    return report;
  });
};
