import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../base/errors.js';
import type { JobContext } from '../../base/progress.js';
import type { JobParams } from '../jobs/registry.js';
import type { RunJob } from '../run-job.js';
import type { JobRunners, Params } from './job-entry.js';

/**
 * What each kind of the queue does, in a compute process of its own. A training that was stopped goes on
 * from its checkpoint; the others begin again, and leave nothing half-written behind.
 */
export function jobRunners(workspaceFolder: string, runJob: RunJob): JobRunners {
  const run =
    <
      K extends
        | 'import'
        | 'world'
        | 'profile'
        | 'train'
        | 'measure'
        | 'evaluate'
        | 'index'
        | 'project'
        | 'export',
    >(
      kind: K,
    ) =>
    (params: Params, context: JobContext) =>
      // Params were made for this kind by whoever enqueued the job, and kept as JSON since.
      runJob(kind, { ...params, workspaceFolder } as unknown as JobParams<K>, context);
  const train = run('train');
  return {
    import: run('import'),
    world: run('world'),
    profile: run('profile'),
    simulate: run('measure'),
    evaluate: run('evaluate'),
    index: run('index'),
    project: run('project'),
    export: run('export'),
    train: (params, context, resuming) =>
      train(resuming ? resumed(params, workspaceFolder, context) : params, context),
  };
}

/**
 * What a stopped training goes on as: its run on the same device and threads, for the same bits, or the same
 * training anew when the run is gone.
 */
function resumed(params: Params, workspaceFolder: string, { onNote }: JobContext): Params {
  const { run, dataset, device, threads } = params;
  if (typeof run === 'string' && existsSync(join(workspaceFolder, 'runs', run, 'run.json')))
    return { run, resume: true, device, threads };
  if (dataset === undefined)
    throw new StudioError('NOT_FOUND', `run "${String(run)}" is gone, so it cannot go on.`, {
      where: join(workspaceFolder, 'runs'),
      remedy: 'Run the cell that trains it again.',
    });
  onNote?.('There is no run to go on with; it is trained from the beginning.');
  return params;
}
