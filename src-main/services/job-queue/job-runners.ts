import type { JobContext } from '../../base/progress.js';
import type { JobParams } from '../jobs/registry.js';
import type { RunJob } from '../run-job.js';
import type { JobRunners } from './job-queue.js';

/**
 * What each kind of the queue does, in a compute process of its own. A training that was stopped goes on
 * from its checkpoint; the others begin again, and leave nothing half-written behind.
 */
export function jobRunners(workspaceFolder: string, runJob: RunJob): JobRunners {
  const run =
    <K extends 'import' | 'world' | 'measure' | 'evaluate' | 'index' | 'project' | 'export'>(
      kind: K,
    ) =>
    (params: Readonly<Record<string, unknown>>, context: JobContext) =>
      // Params were made for this kind by whoever enqueued the job, and kept as JSON since.
      runJob(kind, { ...params, workspaceFolder } as unknown as JobParams<K>, context);
  return {
    import: run('import'),
    world: run('world'),
    simulate: run('measure'),
    evaluate: run('evaluate'),
    index: run('index'),
    project: run('project'),
    export: run('export'),
    train: (params, context, resuming) =>
      runJob(
        'train',
        {
          ...(resuming ? { run: params.run, resume: true } : params),
          workspaceFolder,
        } as JobParams<'train'>,
        context,
      ),
  };
}
