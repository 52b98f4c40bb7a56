import { join } from 'node:path';
import { version } from '../../package.json';
import { isStudioError } from '../base/errors.js';
import { sha256Of } from '../base/files.js';
import { api } from '../contract/api.js';
import type { NamedVersion } from '../contract/installation.js';
import { listDatasets, readManifest } from '../data/manifest.js';
import { openWorkspace } from '../data/workspace.js';
import { takeWorkspaceLock, type WorkspaceLock } from '../data/workspace-lock.js';
import type { Port } from '../rpc/port.js';
import { serve } from '../rpc/server.js';
import { appHandlers } from './app-handlers.js';
import { brokenOff } from './cells/broken-off.js';
import { cellExecutor } from './cells/execute-cell.js';
import { listDatasetSummaries } from './dataset-views.js';
import { createEngine, type Engine } from './engine.js';
import { JobQueue } from './job-queue/job-queue.js';
import { jobRunners } from './job-queue/job-runners.js';
import { JobStore } from './job-queue/job-store.js';
import { isWritable } from './machine-facts.js';
import type { Fingerprints } from './notebooks/cell-plan.js';
import { namesOf } from './notebooks/fill-template.js';
import { createNotebooks } from './notebooks/notebooks.js';
import { SAMPLE_NOTEBOOK } from './notebooks/templates.js';

/** How long an engine of before may take to let go of the workspace. */
const ENDS_WITHIN_MS = 1500;
const LOOK_EVERY_MS = 100;

export interface ServedEngineOptions {
  readonly workspaceFolder: string;
  readonly shell: 'electron' | 'web';
  /** Versions of the shell, shown among the facts of the installation. */
  readonly versions: readonly NamedVersion[];
  /** Told of errors that nobody foresaw. */
  readonly onInternalError?: (error: unknown, path: string) => void;
}

/** The engine of one workspace as a shell holds it: it answers on each port that it is given. */
export interface ServedEngine {
  serveEngine(port: Port): void;
  /** Settled once the workspace is this engine's: CONFLICT while another process serves it. */
  readonly owned: Promise<void>;
  /** Lets go of the workspace; what runs is interrupted and can be resumed. */
  close(): Promise<void>;
}

/**
 * The one composition of API and services, for every shell. A folder that is no workspace becomes one,
 * and a workspace without notebooks gets the sample where it may be written.
 */
export function createServedEngine(options: ServedEngineOptions): ServedEngine {
  const { workspaceFolder, shell, versions, onInternalError } = options;
  const engine = createEngine({ workspaceFolder });
  const queue = new JobQueue(
    new JobStore(join(workspaceFolder, 'jobs')),
    jobRunners(workspaceFolder, engine.runJob),
  );
  const notebooks = createNotebooks({
    folder: join(workspaceFolder, 'notebooks'),
    execute: cellExecutor({ engine, queue }),
    brokenOff: cell => brokenOff(queue, cell),
    fingerprints: () => fingerprintsOf(engine),
    workspaceNames: async () =>
      namesOf(await listDatasetSummaries(workspaceFolder), await engine.runs.list()),
    codeVersion: version,
    now: Date.now,
  });
  let lock: WorkspaceLock | undefined;
  const owned = (async () => {
    await makeWorkspace(workspaceFolder);
    if (await isWritable(workspaceFolder)) lock = await engineLock(workspaceFolder);
  })();
  const ready = (async () => {
    await owned;
    await queue.open();
    if ((await isWritable(workspaceFolder)) && (await notebooks.list()).length === 0)
      await notebooks.create({ name: SAMPLE_NOTEBOOK, template: SAMPLE_NOTEBOOK });
  })();
  // Whoever asks first is told.
  ready.catch(() => undefined);
  const handlers = appHandlers({
    engine,
    queue,
    notebooks,
    shell,
    versions,
    ready,
  });
  return {
    owned,
    serveEngine: port =>
      void serve(api, handlers, port, onInternalError === undefined ? {} : { onInternalError }),
    async close() {
      // Before the queue is waited for, which a shell may cut short.
      await notebooks.save();
      await queue.close();
      await notebooks.close();
      engine.serving.stop();
      await owned.catch(() => undefined);
      await lock?.release();
    },
  };
}

/**
 * Two engines would take each other's running jobs for interrupted ones. One that just ends is waited
 * for; where no lock can be written, as on a full disk, the workspace is opened without.
 */
async function engineLock(folder: string): Promise<WorkspaceLock | undefined> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    try {
      return await takeWorkspaceLock(folder, '.engine');
    } catch (error) {
      if (!isStudioError(error, 'CONFLICT')) return undefined;
      if (waitedMs >= ENDS_WITHIN_MS) throw error;
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

async function makeWorkspace(folder: string): Promise<void> {
  await openWorkspace(folder).catch(async error => {
    if (!isStudioError(error, 'NOT_FOUND')) throw error;
    const made = await openWorkspace(folder, { create: true, access: 'write' });
    await made.close();
  });
}

/** Hashes of all data sets and runs, by which cells that name them know that they changed. */
async function fingerprintsOf(engine: Engine): Promise<Fingerprints> {
  const workspace = await openWorkspace(engine.workspaceFolder);
  const datasets = new Map<string, string>();
  for (const name of await listDatasets(workspace))
    datasets.set(name, (await readManifest(workspace, name)).contentHash);
  const runs = new Map<string, string>();
  const names = await workspace.list('runs');
  for (const run of names) {
    const details = await engine.runs.show(run).catch(() => undefined);
    if (details?.checkpointSha256) runs.set(run, details.checkpointSha256);
  }
  return {
    dataset: name => datasets.get(name),
    run: name => runs.get(name),
    runs: names,
    everything: sha256Of(JSON.stringify([[...datasets], [...runs]])),
  };
}
