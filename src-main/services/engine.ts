import type { ChildProcess } from 'node:child_process';
import { createDatasets } from './datasets.js';
import { createDevices } from './devices.js';
import { createEmbedding } from './embedding.js';
import { createEvaluation } from './evaluation.js';
import { createExporting } from './exporting.js';
import { createIndexes } from './indexes.js';
import { runInComputeProcess } from './job-process.js';
import { createModels } from './models.js';
import { createProjecting } from './projecting.js';
import { createRetrieval } from './retrieval.js';
import type { RunJob } from './run-job.js';
import { createRuns } from './runs.js';
import { createServing } from './serving/serving.js';
import { createSimulation } from './simulation.js';
import { createTraining } from './training.js';
import { createWorlds } from './worlds.js';

export interface EngineOptions {
  /** The workspace's folder; it need not exist yet. */
  readonly workspaceFolder: string;
  /** The program of the compute process; the built one by default. */
  readonly hostPath?: string;
  /** Told of every compute process that starts, so that a shell can kill it hard. */
  readonly onComputeProcess?: (child: ChildProcess) => void;
}

/** The composition root: every service of the product over one workspace, for any shell. */
export function createEngine(options: EngineOptions) {
  const runJob: RunJob = (kind, params, context) =>
    runInComputeProcess(kind, params, context, {
      ...(options.hostPath === undefined ? {} : { hostPath: options.hostPath }),
      ...(options.onComputeProcess === undefined ? {} : { onStarted: options.onComputeProcess }),
    });
  const folder = options.workspaceFolder;
  const runs = createRuns(folder);
  return {
    workspaceFolder: folder,
    runJob,
    datasets: createDatasets(folder),
    devices: createDevices(runJob),
    embedding: createEmbedding(folder, runJob),
    evaluation: createEvaluation(folder, runJob),
    exporting: createExporting(folder, runJob),
    indexes: createIndexes(folder, runJob),
    models: createModels(folder, runs),
    projecting: createProjecting(folder, runJob),
    retrieval: createRetrieval(folder, runJob),
    runs,
    /** Its process starts with the first question; a shell ends it with `serving.stop()`. */
    serving: createServing(folder, {
      ...(options.onComputeProcess === undefined ? {} : { onStarted: options.onComputeProcess }),
    }),
    simulation: createSimulation(folder, runJob),
    training: createTraining(folder, runJob),
    worlds: createWorlds(folder),
  };
}

export type Engine = ReturnType<typeof createEngine>;
