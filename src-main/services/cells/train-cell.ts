import { isStudioError, StudioError } from '../../base/errors.js';
import type { CellConfig } from '../../contract/cells.js';
import type { TrainOutput } from '../../contract/outputs.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { parseMoment } from '../parse-moment.js';
import type { RunDetails } from '../runs.js';
import { type CellServices, queued } from './queued.js';

/**
 * Trains the run that is named after the cell and its settings. A run of that name that is trained
 * already is what would be computed; one that was stopped goes on from its checkpoint.
 */
export async function trainCell(
  services: CellServices,
  config: CellConfig<'train'> & { readonly run?: string },
  context: ExecuteContext,
) {
  const { dataset, preset, objective, seed, at, set } = config;
  const run = config.run ?? 'run';
  const existing = await runNamed(services, run);
  const cached = existing?.state === 'trained';
  const started = performance.now();
  if (!cached)
    await queued(
      services,
      {
        kind: 'train',
        title: `train ${run} on ${dataset}`,
        params: existing
          ? { run, resume: true }
          : {
              run,
              dataset,
              preset,
              objective,
              seed,
              settings: Object.entries(set).map(
                ([key, value]) => `${key}=${JSON.stringify(value)}`,
              ),
              ...(at === undefined ? {} : { atMs: parseMoment(at, 'at') }),
            },
      },
      context,
    ).catch(async (error: unknown) => {
      throw isStudioError(error, 'CANCELLED') ? await stopped(services, run, error) : error;
    });
  const details = await services.engine.runs.show(run);
  const value: TrainOutput = {
    run,
    dataset,
    objective,
    steps: details.steps,
    seconds: cached ? 0 : (performance.now() - started) / 1000,
    checkpointSha256: details.checkpointSha256 ?? '',
    validation: details.validation,
    diagnosis: details.diagnosis,
    metrics: details.metrics,
  };
  const { contentHash, device } = details;
  return {
    value,
    cached,
    provenance: {
      runs: [{ run, checkpointSha256: value.checkpointSha256 }],
      dataset: { name: dataset, contentHash },
      seed,
      ...(device && { device }),
    },
  };
}

/** CANCELLED that tells what a stopped training keeps. */
async function stopped(services: CellServices, run: string, cause: unknown): Promise<StudioError> {
  const left = await runNamed(services, run);
  const kept =
    left === undefined || left.state === 'not begun'
      ? 'Stopped before the first checkpoint; nothing is kept.'
      : `Stopped at step ${left.steps}; the checkpoint is kept, and running the cell goes on from it.`;
  return new StudioError('CANCELLED', kept, { cause });
}

async function runNamed({ engine }: CellServices, run: string): Promise<RunDetails | undefined> {
  try {
    return await engine.runs.show(run);
  } catch (error) {
    if (isStudioError(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}
